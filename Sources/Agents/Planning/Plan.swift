package import Interaction

/// What a run may do, fixed before anything is looked at: steps in their order, with the windows in which they act, the
/// values that may be read off the screen, and the branches that it may choose.
///
/// What the screen says fills a declared value or chooses a declared branch. It never adds a step.
package struct Plan: Hashable, Sendable {
    /// The windows in which steps may act that name none themselves.
    package var windows: [PlanWindow]
    /// Values that steps read and type, in the order of their names.
    package var values: [PlanValue]
    /// What is done, in order.
    package var steps: [PlanStep]

    /// Creates a plan whose steps are numbered in the order in which they stand in it.
    package init(windows: [PlanWindow], values: [PlanValue] = [], steps: [PlanStep]) {
        self.windows = windows
        self.values = values.sorted { $0.name < $1.name }
        var number = 0
        self.steps = steps.map { $0.numbered(after: &number) }
    }

    /// The value that is declared under a name.
    func value(named name: String) -> PlanValue? { values.first { $0.name == name } }
}

/// One step of a plan.
package struct PlanStep: Hashable, Sendable {
    /// What a step does.
    package indirect enum Kind: Hashable, Sendable {
        /// An action, a wait or an assertion.
        case script(ScriptStep)
        /// Reads a declared value.
        case read(value: String, from: ValuePlace)
        /// Goes on with the one or the other steps, as the screen shows.
        case branch(PlanCondition, then: [PlanStep], otherwise: [PlanStep])
    }

    /// From 1; unique in its plan.
    package private(set) var number = 0
    /// What it does.
    package var kind: Kind
    /// The window in which it acts and reads; `nil` for those of the plan.
    package var window: PlanWindow?
    /// Whether it may do what cannot be undone.
    package var isIrreversible: Bool

    /// Creates a step, which its plan numbers.
    package init(_ kind: Kind, window: PlanWindow? = nil, isIrreversible: Bool = false) {
        self.kind = kind
        self.window = window
        self.isIrreversible = isIrreversible
    }

    fileprivate func numbered(after number: inout Int) -> PlanStep {
        var step = self
        number += 1
        step.number = number
        if case .branch(let condition, let then, let otherwise) = kind {
            let first = then.map { $0.numbered(after: &number) }
            step.kind = .branch(condition, then: first, otherwise: otherwise.map { $0.numbered(after: &number) })
        }
        return step
    }

    /// The same step with each of its texts passed through `change`.
    func mapText(_ change: (String) -> String) -> PlanStep {
        var step = self
        switch kind {
        case .script(let script): step.kind = .script(script.mapText(change))
        case .read(let value, .field(let target)): step.kind = .read(value: value, from: .field(target.mapText(change)))
        case .read(let value, .rightOf(let label)): step.kind = .read(value: value, from: .rightOf(change(label)))
        case .read(let value, .below(let label)): step.kind = .read(value: value, from: .below(change(label)))
        case .branch(let condition, let then, let otherwise):
            step.kind = .branch(
                condition.mapText(change), then: then.map { $0.mapText(change) },
                otherwise: otherwise.map { $0.mapText(change) })
        }
        return step
    }
}

/// What a branch asks of the screen.
package enum PlanCondition: Hashable, Sendable {
    /// Whether a target is on the screen, which has `within` to appear.
    case shows(Target, within: Duration)
    /// Whether a value that was read is exactly this text.
    case equals(value: String, text: String)
    /// Whether a number that was read is larger than this one.
    case above(value: String, Double)
    /// Whether a number that was read is smaller than this one.
    case below(value: String, Double)

    /// How long a target has to appear that names no time.
    package static let patience = Duration.seconds(2)

    func mapText(_ change: (String) -> String) -> PlanCondition {
        switch self {
        case .shows(let target, let patience): .shows(target.mapText(change), within: patience)
        case .equals(let value, let text): .equals(value: value, text: change(text))
        case .above, .below: self
        }
    }

    /// The value that it asks about.
    var value: String? {
        switch self {
        case .shows: nil
        case .equals(let value, _), .above(let value, _), .below(let value, _): value
        }
    }
}

/// Windows in which a step may act: those of a program, as the system and not the window names it.
package struct PlanWindow: Hashable, Sendable {
    /// The name of the program's process, such as `mousepad`.
    package var program: String
    /// Words of the window's title, in any case; `nil` for every window. Menus and other popups have none.
    package var title: String?

    /// Creates a description of windows.
    package init(program: String, title: String? = nil) {
        self.program = program
        self.title = title
    }

    /// The longest name of a process that Linux keeps, in bytes.
    private static let longestName = 15
    /// Programs whose windows belong to a process of another name.
    private static let aliases: [String: String] = Dictionary(
        uniqueKeysWithValues: ["libreoffice", "soffice", "localc", "lowriter", "loimpress", "lodraw"].map {
            ($0, "soffice.bin")
        })

    /// Whether this describes a window.
    package func describes(_ window: WindowInfo) -> Bool {
        guard let name = window.program else { return false }
        let isProgram = [program, Self.aliases[program] ?? program].contains {
            Array($0.utf8.prefix(Self.longestName)) == Array(name.utf8)
        }
        guard isProgram, let title, !window.isPopup else { return isProgram }
        return window.title.lowercased().contains(title.lowercased())
    }
}

extension [PlanWindow] {
    /// Whether one of them describes a window.
    package func describe(_ window: WindowInfo?) -> Bool {
        guard let window else { return false }
        return contains { $0.describes(window) }
    }
}

extension PlanCondition: CustomStringConvertible {
    package var description: String {
        switch self {
        case .shows(let target, let patience): "\(target) shows within \(patience / .seconds(1)) s"
        case .equals(let value, let text): "\(value) is '\(text)'"
        case .above(let value, let number): "\(value) is above \(number)"
        case .below(let value, let number): "\(value) is below \(number)"
        }
    }
}
