/// What each token writes, made ready for asking about all of them at once.
package final class TokenTable: Sendable {
    /// How a token can be taken without reading its bytes.
    private enum Kind {
        /// Printable characters, whole ones, without quote and backslash.
        static let mixed: UInt8 = 0xFF
        /// No text: without bytes, or there to steer the model.
        static let none: UInt8 = 0xFE
    }

    let tokenizer: Tokenizer
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

    /// - Throws: `QwenError.missingToken` where a byte cannot be written.
    package init(_ tokenizer: Tokenizer) throws(QwenError) {
        self.tokenizer = tokenizer
        endID = tokenizer.endID
        var counts = Array(repeating: Kind.none, count: endID)
        var byteIDs = Array(repeating: -1, count: 256)
        var keys: [(key: UInt64, id: Int32)] = []
        for id in 0..<tokenizer.endID where tokenizer.addedToken(id) == nil {
            guard let bytes = tokenizer.bytes(of: id), let first = bytes.first else { continue }
            if bytes.count == 1 { byteIDs[Int(first)] = id }
            counts[id] = Self.plainCount(bytes)
            keys.append((Self.key(bytes), Int32(id)))
        }
        if let missing = byteIDs.firstIndex(of: -1) {
            throw .missingToken("for the single byte 0x\(String(missing, radix: 16, uppercase: true))")
        }
        keys.sort { one, two in
            if one.key != two.key { return one.key < two.key }
            guard let left = tokenizer.bytes(of: Int(one.id)), let right = tokenizer.bytes(of: Int(two.id)) else {
                return false
            }
            return left.lexicographicallyPrecedes(right)
        }
        plainCounts = counts
        tags = (0..<tokenizer.endID).filter { tokenizer.addedToken($0)?.isSpecial == false }
        self.byteIDs = byteIDs
        order = keys.map(\.id)
        common = Self.commonBytes(order, tokenizer)
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

    private static func commonBytes(_ order: [Int32], _ tokenizer: Tokenizer) -> [UInt8] {
        var common: [UInt8] = []
        common.reserveCapacity(order.count)
        var before: ArraySlice<UInt8> = []
        for id in order {
            let bytes = tokenizer.bytes(of: Int(id)) ?? []
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

    /// How many characters the token writes, where they can stand anywhere in a JSON string; else `nil`.
    func plainCount(of id: Int) -> Int? {
        guard plainCounts.indices.contains(id), plainCounts[id] < Kind.none else { return nil }
        return Int(plainCounts[id])
    }

    /// Whether the token writes text of its own, and is not one that was added to the vocabulary.
    func isText(_ id: Int) -> Bool { plainCounts.indices.contains(id) && plainCounts[id] != Kind.none }

    /// Few tokens that write just these bytes.
    func tokens(writing bytes: [UInt8]) -> [Int] {
        // Half a character at the start has no other tokens than those of its bytes.
        let whole = bytes.firstIndex { $0 & 0xC0 != 0x80 } ?? bytes.count
        let ids = bytes[..<whole].map { byteIDs[Int($0)] }
        let encoded = tokenizer.encode(String(decoding: bytes[whole...], as: UTF8.self))
        // Encoding normalises; a text that is not in NFC is written byte by byte.
        guard encoded.flatMap({ tokenizer.bytes(of: $0) ?? [] }).elementsEqual(bytes[whole...]) else {
            return bytes.map { byteIDs[Int($0)] }
        }
        return ids + encoded
    }
}

/// A set of token ids.
package struct TokenSet: Equatable, Sendable {
    private var words: [UInt64]

    /// An empty set for ids below `count`.
    package init(count: Int) { words = Array(repeating: 0, count: (count + 63) / 64) }

    package func contains(_ id: Int) -> Bool {
        id >= 0 && id >> 6 < words.count && words[id >> 6] >> UInt64(id & 63) & 1 == 1
    }

    /// Adds an id below the set's `count`.
    package mutating func insert(_ id: Int) { words[id >> 6] |= 1 << UInt64(id & 63) }

    package var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
