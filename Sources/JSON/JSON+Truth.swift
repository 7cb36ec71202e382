extension JSON {
    /// Whether Python takes it for true, as OSWorld's harness does: everything but `false`, `null`, 0 and what is empty.
    package var isTrueForPython: Bool {
        switch value {
        case .null: false
        case .bool(let truth): truth
        case .number(let number): number.double != 0
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        case .object(let members): !members.isEmpty
        }
    }
}
