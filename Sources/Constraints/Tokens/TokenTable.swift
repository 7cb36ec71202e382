/// What each token writes, made ready for asking about all of them at once.
package final class TokenTable: Sendable {
    /// How a token can be taken without reading its bytes.
    private enum Kind {
        /// Printable characters, whole ones, without quote and backslash.
        static let mixed: UInt8 = 0xFF
        /// No text: without bytes, or there to steer the model.
        static let none: UInt8 = 0xFE
    }

    /// What a token of a vocabulary writes.
    package enum Token {
        /// Text, by its bytes, which may be parts of characters.
        case text(ArraySlice<UInt8>)
        /// An added token that is part of what the model says, such as `<tool_call>`.
        case tag(ArraySlice<UInt8>)
        /// Nothing: an id without a token, or one that steers the model.
        case none
    }

    /// One more than the highest id.
    let endID: Int
    /// By id: how many characters it writes, if they can stand anywhere in a JSON string; else one of ``Kind``.
    private let plainCounts: [UInt8]
    /// The ids that write text, in the order of their bytes.
    let order: [Int32]
    /// How many bytes each has in common with the one before it.
    let common: [UInt8]
    /// Added tokens that are part of what the model says, such as `<tool_call>`.
    let tags: [Int]
    /// The id of each single byte.
    private let byteIDs: [Int]
    /// The bytes of all tokens, one after the other.
    private let bytes: [UInt8]
    /// Where in ``bytes`` each token begins; one more than there are tokens.
    private let starts: [Int]
    private let encode: @Sendable (String) -> [Int]

    /// - Parameters:
    ///   - count: one more than the highest id of the vocabulary.
    ///   - token: what the token with an id from 0 to `count` - 1 writes.
    ///   - encode: the tokenizer: text to ids of text tokens.
    /// - Throws: ``ConstraintError/missingByte(_:)``.
    package init(
        count: Int, token: (Int) -> Token, encode: @escaping @Sendable (String) -> [Int]
    ) throws(ConstraintError) {
        var counts = Array(repeating: Kind.none, count: count)
        var byteIDs = Array(repeating: -1, count: 256)
        var keys: [(key: UInt64, id: Int32)] = []
        var (bytes, starts, tags): ([UInt8], [Int], [Int]) = ([], [0], [])
        starts.reserveCapacity(count + 1)
        for id in 0..<count {
            switch token(id) {
            case .text(let written):
                if let first = written.first {
                    if written.count == 1 { byteIDs[Int(first)] = id }
                    counts[id] = Self.plainCount(written)
                    keys.append((Self.key(written), Int32(id)))
                    bytes += written
                }
            case .tag(let written):
                tags.append(id)
                bytes += written
            case .none: break
            }
            starts.append(bytes.count)
        }
        if let missing = byteIDs.firstIndex(of: -1) { throw .missingByte(UInt8(missing)) }
        func bytesOf(_ id: Int32) -> ArraySlice<UInt8> { bytes[starts[Int(id)]..<starts[Int(id) + 1]] }
        keys.sort { one, two in
            if one.key != two.key { return one.key < two.key }
            return bytesOf(one.id).lexicographicallyPrecedes(bytesOf(two.id))
        }
        endID = count
        plainCounts = counts
        self.tags = tags
        self.byteIDs = byteIDs
        order = keys.map(\.id)
        common = Self.commonBytes(order, bytesOf)
        self.bytes = bytes
        self.starts = starts
        self.encode = encode
    }

    /// The first eight bytes as a number, so that most comparisons take one step.
    private static func key(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        var key: UInt64 = 0
        for offset in 0..<8 {
            key = key << 8 | (offset < bytes.count ? UInt64(bytes[bytes.startIndex + offset]) : 0)
        }
        return key
    }

    private static func plainCount(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        var lexer = StringLexer()
        var count = 0
        for byte in bytes {
            guard byte != UInt8(ascii: "\\") else { return Kind.mixed }
            switch lexer.take(byte) {
            case .refused, .end: return Kind.mixed
            case .begun: break
            case .character: count += 1
            }
        }
        return lexer.isPlain && count < Int(Kind.none) ? UInt8(count) : Kind.mixed
    }

    private static func commonBytes(_ order: [Int32], _ bytesOf: (Int32) -> ArraySlice<UInt8>) -> [UInt8] {
        var common: [UInt8] = []
        common.reserveCapacity(order.count)
        var before: ArraySlice<UInt8> = []
        for id in order {
            let bytes = bytesOf(id)
            var count = 0
            for (one, two) in zip(before, bytes) {
                guard one == two, count < 255 else { break }
                count += 1
            }
            common.append(UInt8(count))
            before = bytes
        }
        return common
    }

    /// What the token writes; nothing for ids without text.
    func bytes(of id: Int) -> ArraySlice<UInt8> {
        guard id >= 0, id < endID else { return [] }
        return bytes[starts[id]..<starts[id + 1]]
    }

    /// How many characters the token writes, where they can stand anywhere in a JSON string; else `nil`.
    func plainCount(of id: Int) -> Int? {
        guard plainCounts.indices.contains(id), plainCounts[id] < Kind.none else { return nil }
        return Int(plainCounts[id])
    }

    /// Whether the token writes text and is not one that was added to the vocabulary.
    func isText(_ id: Int) -> Bool { plainCounts.indices.contains(id) && plainCounts[id] != Kind.none }

    /// Few tokens that write just these bytes.
    func tokens(writing bytes: [UInt8]) -> [Int] {
        // Half a character at the start has no other tokens than those of its bytes.
        let whole = bytes.firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
        let ids = bytes[..<whole].map { byteIDs[Int($0)] }
        let encoded = encode(String(decoding: bytes[whole...], as: UTF8.self))
        // Encoding normalises; a text that is not in NFC is written byte by byte.
        guard encoded.flatMap({ self.bytes(of: $0) }).elementsEqual(bytes[whole...]) else {
            return bytes.map { byteIDs[Int($0)] }
        }
        return ids + encoded
    }
}
