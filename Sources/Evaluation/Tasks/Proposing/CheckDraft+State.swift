import Interaction
import JSON

extension CheckDraft {
    /// Places of a file beyond which it is not a person's setting.
    private static let maximumTargets = 3

    /// The check of what several runs showed.
    ///
    /// - Parameters:
    ///   - folder: where expected files lie beside the task.
    ///   - gaveUp: whether the steps end by saying that the task cannot be done.
    init(_ runs: ObservedRuns, in folder: String, gaveUp: Bool) {
        guard !gaveUp else {
            parts = [Part(metric: Infeasible.name, result: .null, words: "the policy says that it cannot be done")]
            keep(runs, besides: [])
            return
        }
        addFiles(runs, in: folder)
        let settings = runs.changes(among: \.hidden)
        let clipboard = runs.after.clipboard.flatMap { text in
            text != runs.idleAfter.clipboard && (runs.again == nil || runs.again?.clipboard == text) ? text : nil
        }
        guard parts.isEmpty else {
            leftOut += settings.map { "'\($0)', which a program keeps for itself, changed too" }
            if clipboard != nil { leftOut.append("the clipboard changed too") }
            return
        }
        addSettings(settings, runs, in: folder)
        if let clipboard {
            parts.append(
                .output(
                    of: "xclip -selection clipboard -out", is: clipboard.withoutTrailingNewline,
                    words: "the clipboard holds \(Excerpt.of(clipboard))"))
        }
        if parts.isEmpty { addElements(runs) }
        keep(runs, besides: [])
    }

    private mutating func addSettings(_ paths: [String], _ runs: ObservedRuns, in folder: String) {
        for path in paths {
            guard let contents = runs.after.files[path], let unsteady = runs.unsteadyPlaces(of: path) else {
                leftOut.append("'\(path)' changed, and not in the same way in each run")
                continue
            }
            let facts = FileFacts(of: contents, name: path)
            let before = runs.before.files[path].map { FileFacts(of: $0, name: path) }
            let except = ObservedRuns.usualExceptions + unsteady
            let changed = facts.differences(
                from: before ?? FileFacts(kind: facts.kind, values: [:]), except: except.map { PlacePattern($0) })
            guard [.settings, .json, .xml, .text, .database].contains(facts.kind), !changed.isEmpty else {
                leftOut.append("'\(path)', which a program keeps for itself, changed")
                continue
            }
            let shown = changed.prefix(5).map { "\($0) is \(facts.values[$0] ?? "gone")" }.joined(separator: ", ")
            add(
                path, contents, runs, in: folder, except: except,
                words: "in '\(path)', \(shown), and nothing else differs")
        }
    }

    /// Elements that say something else than where nothing was done.
    private mutating func addElements(_ runs: ObservedRuns) {
        let idle = Set(runs.idleAfter.elements.shown.map(\.appearance))
        let again = runs.again.map { Set($0.elements.shown.map(\.appearance)) }
        var seen: Set<[String]> = []
        let changed = runs.after.elements.shown.filter { element in
            !element.name.isEmpty && !element.role.isContainer && element.role != .tooltip
                && !idle.contains(element.appearance) && again?.contains(element.appearance) != false
                && seen.insert(element.appearance).inserted
        }
        let windows = Set(runs.after.windows.map(\.title)).subtracting(runs.idleAfter.windows.map(\.title))
            .filter { title in !title.isEmpty && runs.again?.windows.contains { $0.title == title } != false }
        if !changed.isEmpty {
            let chosen = changed.prefix(Self.maximumTargets)
            parts.append(
                .elements(
                    chosen.map(\.target),
                    words: "on the screen: " + chosen.map { "\($0.role) '\($0.name)'" }.joined(separator: ", ")))
        } else if let title = windows.sorted().first {
            parts.append(
                .elements(
                    [.object(["role": .text("window"), "name": .text(title)])], words: "there is a window '\(title)'"))
        }
        blindSpots.append(
            parts.isEmpty
                ? "anything: the steps changed nothing that can be seen from outside of the screen's pixels"
                : "whether anything was saved: nothing changed outside of the screen")
    }
}

extension Element {
    /// What a person would say of it.
    fileprivate var appearance: [String] { ["\(role)", name, value ?? "", "\(lasting.rawValue)"] }

    /// States that stay when the pointer and the keyboard go elsewhere.
    private var lasting: ElementStates { states.intersection([.checked, .pressed, .selected, .expanded, .enabled]) }

    fileprivate var target: JSON {
        let states = lasting.subtracting(.enabled).names.map { JSONMember($0, .bool(true)) }
        return .object([
            "role": .text("\(role)"), "name": .text(name), "value": value.map { .text($0) },
            "state": states.isEmpty ? nil : JSON(.object(states)),
        ])
    }
}

extension String {
    fileprivate var withoutTrailingNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
