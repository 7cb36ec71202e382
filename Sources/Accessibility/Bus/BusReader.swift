/// Reads values of a D-Bus message from bytes that anybody may have sent.
///
/// Every length is checked against what is there before anything is read or allocated, and the number of values and
/// their depth are bounded, so that reading takes time and memory in proportion to the bytes.
struct BusReader {
    /// Why bytes are not a supported message.
    struct Malformed: Error {}

    /// More values than this in one message are not read; a cache of 10,000 objects has 40 of each.
    private static let maximumValues = 400_000
    /// No answer that is used nests deeper.
    private static let maximumDepth = 8

    private let bytes: ArraySlice<UInt8>
    private let isBigEndian: Bool
    private var position: Int
    private var count = 0

    /// - Parameter bytes: start at a multiple of eight bytes in the message.
    init(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) {
        self.bytes = bytes
        self.isBigEndian = isBigEndian
        position = bytes.startIndex
    }

    /// The values of a signature, one for each complete type in it.
    mutating func values(of signature: String) throws(Malformed) -> [BusValue] {
        var types = BusSignature(signature)
        var values: [BusValue] = []
        while !types.isAtEnd { values.append(try value(of: &types, depth: 0)) }
        return values
    }

    private mutating func value(of types: inout BusSignature, depth: Int) throws(Malformed) -> BusValue {
        count += 1
        guard count <= Self.maximumValues, depth <= Self.maximumDepth, let type = types.next() else {
            throw Malformed()
        }
        switch type {
        case UInt8(ascii: "y"): return .integer(Int(try unsigned(bytes: 1)))
        case UInt8(ascii: "b"):
            let value = try unsigned(bytes: 4)
            guard value <= 1 else { throw Malformed() }
            return .integer(Int(value))
        case UInt8(ascii: "u"): return .integer(Int(try unsigned(bytes: 4)))
        case UInt8(ascii: "i"): return .integer(Int(Int32(truncatingIfNeeded: try unsigned(bytes: 4))))
        case UInt8(ascii: "q"): return .integer(Int(try unsigned(bytes: 2)))
        case UInt8(ascii: "n"): return .integer(Int(Int16(truncatingIfNeeded: try unsigned(bytes: 2))))
        case UInt8(ascii: "h"):
            _ = try unsigned(bytes: 4)
            return .other
        case UInt8(ascii: "x"), UInt8(ascii: "t"):
            _ = try unsigned(bytes: 8)
            return .other
        case UInt8(ascii: "d"): return .number(Double(bitPattern: try unsigned(bytes: 8)))
        case UInt8(ascii: "s"): return .text(try string(lengthBytes: 4))
        case UInt8(ascii: "o"):
            let path = try string(lengthBytes: 4)
            guard BusGrammar.isObjectPath(path) else { throw Malformed() }
            return .path(path)
        case UInt8(ascii: "g"): return .signature(try string(lengthBytes: 1))
        case UInt8(ascii: "v"): return try variant(depth: depth)
        case UInt8(ascii: "a"): return .list(try array(of: &types, depth: depth))
        case UInt8(ascii: "("): return .list(try structure(of: &types, until: UInt8(ascii: ")"), depth: depth))
        case UInt8(ascii: "{"): return .list(try structure(of: &types, until: UInt8(ascii: "}"), depth: depth))
        default: throw Malformed()
        }
    }

    private mutating func variant(depth: Int) throws(Malformed) -> BusValue {
        var types = BusSignature(try string(lengthBytes: 1))
        let value = try value(of: &types, depth: depth + 1)
        guard types.isAtEnd else { throw Malformed() }
        return value
    }

    private mutating func array(of types: inout BusSignature, depth: Int) throws(Malformed) -> [BusValue] {
        let length = Int(try unsigned(bytes: 4))
        let element = types
        guard let alignment = types.alignment, types.skipOne() else { throw Malformed() }
        try align(to: alignment)
        guard length <= bytes.endIndex - position else { throw Malformed() }
        let end = position + length
        var values: [BusValue] = []
        while position < end {
            var types = element
            values.append(try value(of: &types, depth: depth + 1))
        }
        guard position == end else { throw Malformed() }
        return values
    }

    private mutating func structure(
        of types: inout BusSignature, until close: UInt8, depth: Int
    ) throws(Malformed) -> [BusValue] {
        try align(to: 8)
        var values: [BusValue] = []
        while !types.skip(close) { values.append(try value(of: &types, depth: depth + 1)) }
        // Of nothing at all an array could hold any number in no bytes.
        guard !values.isEmpty else { throw Malformed() }
        return values
    }

    private mutating func string(lengthBytes: Int) throws(Malformed) -> String {
        let length = Int(try unsigned(bytes: lengthBytes))
        guard length < bytes.endIndex - position, bytes[position + length] == 0,
            let text = String(validating: bytes[position..<(position + length)], as: UTF8.self)
        else { throw Malformed() }
        position += length + 1
        return text
    }

    private mutating func unsigned(bytes width: Int) throws(Malformed) -> UInt64 {
        try align(to: width)
        guard width <= bytes.endIndex - position else { throw Malformed() }
        let digits = bytes[position..<(position + width)]
        position += width
        return isBigEndian
            ? digits.reduce(0) { $0 << 8 | UInt64($1) } : digits.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }

    private mutating func align(to width: Int) throws(Malformed) {
        let offset = (position - bytes.startIndex) % width
        guard offset > 0 else { return }
        position += width - offset
        guard position <= bytes.endIndex else { throw Malformed() }
    }
}

/// A D-Bus type signature, read from the front.
struct BusSignature {
    /// The specification's maximum nesting of arrays plus structures.
    private static let maximumDepth = 64

    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func next() -> UInt8? { rest.popFirst() }

    /// Takes a character away, if it comes next.
    mutating func skip(_ character: UInt8) -> Bool {
        guard rest.first == character else { return false }
        rest.removeFirst()
        return true
    }

    /// What the next type's values are aligned to, in bytes.
    var alignment: Int? {
        switch rest.first {
        case UInt8(ascii: "y"), UInt8(ascii: "g"), UInt8(ascii: "v"): 1
        case UInt8(ascii: "n"), UInt8(ascii: "q"): 2
        case UInt8(ascii: "b"), UInt8(ascii: "i"), UInt8(ascii: "u"), UInt8(ascii: "h"): 4
        case UInt8(ascii: "s"), UInt8(ascii: "o"), UInt8(ascii: "a"): 4
        case UInt8(ascii: "x"), UInt8(ascii: "t"), UInt8(ascii: "d"), UInt8(ascii: "("), UInt8(ascii: "{"): 8
        default: nil
        }
    }

    /// Skips one complete type, or says that there is none.
    mutating func skipOne(depth: Int = 0) -> Bool {
        guard depth <= Self.maximumDepth, alignment != nil, let type = next() else { return false }
        switch type {
        case UInt8(ascii: "a"): return skipOne(depth: depth + 1)
        case UInt8(ascii: "("), UInt8(ascii: "{"):
            let close = type == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
            repeat {
                guard skipOne(depth: depth + 1) else { return false }
            } while !skip(close)
            return true
        default: return true
        }
    }
}
