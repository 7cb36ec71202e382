import JSON

extension JSON {
    /// The object of `members`, in their order.
    static func written(_ members: [(String, JSON)]) -> JSON {
        JSON(.object(members.map { JSONMember($0.0, $0.1) }))
    }

    static func words(_ text: String) -> JSON { JSON(.string(text)) }

    static func count(_ number: Double) -> JSON { JSON(.number(JSONNumber(number))) }

    static func truth(_ truth: Bool) -> JSON { JSON(.bool(truth)) }

    static func items(_ items: [JSON]) -> JSON { JSON(.array(items)) }

    /// `[x, y]`.
    static func numbers(_ x: Double, _ y: Double) -> JSON { .items([.count(x), .count(y)]) }
}
