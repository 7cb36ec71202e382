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

    /// All names, as an error lists them.
    package static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

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

    /// The fields that the action may carry beside `action`.
    package var fields: [String] { kind.fields.map(\.name) }
}

extension ActionName {
    static let leftClick = ActionName(listed: "left_click")
    /// Moves the pointer.
    package static let mouseMove = ActionName(listed: "mouse_move")
}
