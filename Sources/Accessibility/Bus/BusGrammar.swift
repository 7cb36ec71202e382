/// Which names the D-Bus specification allows. A bus disconnects a client that sends any other.
enum BusGrammar {
    /// The specification's maximum for names, in bytes.
    private static let maximumName = 255
    /// Our maximum for object paths, in bytes; the specification has none.
    private static let maximumPath = 4096

    /// `/`, or elements of letters, digits and underscores, each after a slash.
    static func isObjectPath(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count <= maximumPath, bytes.first == UInt8(ascii: "/") else { return false }
        if bytes.count == 1 { return true }
        return bytes.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy(isWordByte) }
    }

    /// A connection's name as a bus gives it: `:1.42`.
    static func isUniqueName(_ text: String) -> Bool {
        guard text.utf8.count <= maximumName, text.utf8.first == UInt8(ascii: ":") else { return false }
        return elements(of: text.utf8.dropFirst()).map { $0.count >= 2 && $0.allSatisfy { $0.allSatisfy(isDigit) } }
            ?? false
    }

    /// An interface or a well-known name: two or more words with dots between them.
    static func isInterface(_ text: String) -> Bool {
        guard text.utf8.count <= maximumName, let words = elements(of: text.utf8[...]) else { return false }
        return words.count >= 2 && words.allSatisfy(isWord)
    }

    /// A method's name: one word.
    static func isMember(_ text: String) -> Bool { text.utf8.count <= maximumName && isWord(text.utf8[...]) }

    private static func elements(of bytes: Substring.UTF8View) -> [Substring.UTF8View]? {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.allSatisfy { !$0.isEmpty } ? parts : nil
    }

    private static func isWord(_ bytes: Substring.UTF8View) -> Bool {
        guard let first = bytes.first, !isDigit(first) else { return false }
        return bytes.allSatisfy(isWordByte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"): true
        default: isDigit(byte)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
