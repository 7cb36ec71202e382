/// A value in the header of a GGUF file.
package enum GGUFValue: Sendable {
    case integer(Int)
    /// A whole number above `Int.max`.
    case hugeInteger(UInt64)
    case number(Double)
    case flag(Bool)
    case text(String)
    /// Left in the file until it is asked for.
    case array(GGUFArray)

    /// In words, for messages.
    package var description: String {
        switch self {
        case .integer(let value): "\(value)"
        case .hugeInteger(let value): "\(value)"
        case .number(let value): "\(value)"
        case .flag(let value): "\(value)"
        case .text(let text): quoted(text)
        case .array(let array): "an array of \(array.count)"
        }
    }
}

/// Where the elements of an array lie in the header.
package struct GGUFArray: Sendable {
    let element: GGUFElement
    /// The number of elements, which may exceed what the file holds only if nothing was read yet.
    let count: Int
    let position: Int
}

/// The kinds of values, with their numbers in the file.
enum GGUFElement: UInt32 {
    case uint8 = 0
    case int8, uint16, int16, uint32, int32, float32, bool, string, array, uint64, int64, float64

    /// Its bytes, `nil` when they vary.
    var size: Int? {
        switch self {
        case .uint8, .int8, .bool: 1
        case .uint16, .int16: 2
        case .uint32, .int32, .float32: 4
        case .uint64, .int64, .float64: 8
        case .string, .array: nil
        }
    }
}
