extension JSON {
    /// `null`.
    package static let null = JSON(.null)

    /// The string `text`.
    package static func text(_ text: String) -> JSON { JSON(.string(text)) }

    /// The number `number`.
    package static func number(_ number: Double) -> JSON { JSON(.number(number)) }

    /// The number `integer`.
    package static func integer(_ integer: Int) -> JSON { JSON(.number(integer)) }

    /// The boolean `truth`.
    package static func bool(_ truth: Bool) -> JSON { JSON(.bool(truth)) }

    /// The array of `items`.
    package static func list(_ items: [JSON]) -> JSON { JSON(.array(items)) }

    /// The object of `members` in their order, without those that are `nil`.
    package static func object(_ members: KeyValuePairs<String, JSON?>) -> JSON {
        JSON(.object(members.compactMap { name, value in value.map { JSONMember(name, $0) } }))
    }

    /// This object with `members` in place of its own of the same names, or after them.
    package func setting(_ members: [JSONMember]) -> JSON {
        guard case .object(var own) = value else { return self }
        for member in members {
            own.removeAll { $0.name.isSame(as: member.name) }
            own.append(member)
        }
        return JSON(.object(own), line: line)
    }
}
