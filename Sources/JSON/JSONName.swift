/// The name of a member. Names are the same if they have the same code points; `String`'s own `==` also takes composed
/// and decomposed letters for the same.
struct JSONName: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: JSONName, two: JSONName) -> Bool { one.text.isSame(as: two.text) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

extension String {
    /// Whether both have the same code points; `==` also takes composed and decomposed letters for the same.
    package func isSame(as other: String) -> Bool {
        utf8.count == other.utf8.count && utf8.elementsEqual(other.utf8)
    }

    /// The text as an error quotes it: its first 40 characters.
    package var shortened: String { count > 40 ? String(prefix(40)) + "…" : self }
}
