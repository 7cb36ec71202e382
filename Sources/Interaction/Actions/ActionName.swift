import JSON

/// The name that an action has in JSON; one of those in ``ActionKind/all``.
package struct ActionName: RawRepresentable, Hashable, Sendable, CaseIterable {
    /// The name as JSON has it, such as `left_click`.
    package let rawValue: String

    /// A name of the table; `nil` for another text.
    package init?(rawValue: String) {
        guard ActionKind.byName[rawValue] != nil else { return nil }
        self.rawValue = rawValue
    }

    /// For the table itself.
    init(listed name: String) { rawValue = name }

    /// All names, in the order of the table.
    package static var allCases: [ActionName] { ActionKind.all.map(\.name) }

    /// The names of Qwen2.5-VL's computer-use tool.
    package static let computerUse = ActionKind.all.filter(\.isComputerUse).map(\.name)

    /// What is wrong with a name that is not in the table, and which is meant: those it resembles, or else all.
    package static func unknown(_ text: String) -> String {
        let text = text.shortened
        let near = allCases.map(\.rawValue).filter { $0.resembles(text) }.sorted {
            $0.editDistance(to: text) < $1.editDistance(to: text)
        }
        let all = "expected one of \(allCases.map(\.rawValue).joined(separator: ", "))"
        let advice = near.isEmpty ? all : "did you mean \(near.prefix(3).map { "'\($0)'" }.joined(separator: " or "))?"
        return "unknown action '\(text)'; \(advice)"
    }

    /// A name of the computer-use tool; `nil` for another text.
    package init?(computerUse text: String) {
        guard let name = ActionName(rawValue: text), name.kind.isComputerUse else { return nil }
        self = name
    }

    /// The names of the computer-use tool, as an error lists them.
    package static var computerUseList: String { computerUse.map(\.rawValue).joined(separator: ", ") }

    /// The action's description.
    package var kind: ActionKind {
        guard let kind = ActionKind.byName[rawValue] else {
            preconditionFailure("'\(rawValue)' is not in the table of actions")
        }
        return kind
    }

    /// Whether a batch can hold it.
    var isForBatches: Bool { !["batch", "answer", "terminate"].contains(rawValue) }

    /// The fields that the action may carry beside `action`.
    package var fields: [String] { kind.fields.map(\.name) }
}

extension String {
    /// Whether a name is probably meant by a text: few characters differ, or the text is a part of it, as `move` of `mouse_move`.
    fileprivate func resembles(_ text: String) -> Bool {
        let text = text.lowercased()
        return editDistance(to: text) <= Swift.max(1, text.count / 4) || split(separator: "_").contains { $0 == text }
    }
}

extension ActionName {
    static let leftClick = ActionName(listed: "left_click")
    /// Moves the pointer.
    package static let mouseMove = ActionName(listed: "mouse_move")
    /// Several actions.
    package static let batch = ActionName(listed: "batch")
}
