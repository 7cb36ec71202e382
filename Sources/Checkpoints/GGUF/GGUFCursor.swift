import Tensors

/// Reads the header of a GGUF file from front to back; every length in it is checked against the bytes that are left before anything is made of it.
struct GGUFCursor {
    private static let maximumText = 16 << 20
    private static let maximumDepth = 4

    private let bytes: MappedBytes
    private(set) var position: Int

    init(_ bytes: MappedBytes, position: Int = 0) {
        self.bytes = bytes
        self.position = position
    }

    /// The file's path, for messages.
    var path: String { bytes.file.path }

    mutating func number<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ type: Number.Type
    ) throws(CheckpointError) -> Number {
        guard let number = bytes.unsignedInteger(at: position, as: type) else { throw ends() }
        position += MemoryLayout<Number>.size
        return number
    }

    /// A length or a count, no larger than `limit`.
    mutating func count(_ what: String, limit: Int) throws(CheckpointError) -> Int {
        let start = position
        let found = try number(UInt64.self)
        guard found <= UInt64(limit) else {
            throw malformed("\(what) of \(found), at most \(limit) are read", at: start)
        }
        return Int(found)
    }

    mutating func text() throws(CheckpointError) -> String {
        let start = position
        let length = try count("a text", limit: Self.maximumText)
        guard let slice = bytes.slice(from: position, length: length) else { throw ends() }
        guard let text = slice.text() else { throw malformed("a string is not UTF-8", at: start) }
        position += length
        return text
    }

    mutating func element() throws(CheckpointError) -> GGUFElement {
        let start = position
        let found = try number(UInt32.self)
        guard let element = GGUFElement(rawValue: found) else {
            throw malformed("unknown kind of value \(found)", at: start)
        }
        return element
    }

    mutating func value(_ element: GGUFElement) throws(CheckpointError) -> GGUFValue {
        switch element {
        case .uint8: .integer(Int(try number(UInt8.self)))
        case .int8: .integer(Int(Int8(bitPattern: try number(UInt8.self))))
        case .uint16: .integer(Int(try number(UInt16.self)))
        case .int16: .integer(Int(Int16(bitPattern: try number(UInt16.self))))
        case .uint32: .integer(Int(try number(UInt32.self)))
        case .int32: .integer(Int(Int32(bitPattern: try number(UInt32.self))))
        case .int64: .integer(Int(bitPattern: UInt(try number(UInt64.self))))
        case .uint64: Self.whole(try number(UInt64.self))
        case .float32: .number(Double(Float(bitPattern: try number(UInt32.self))))
        case .float64: .number(Double(bitPattern: try number(UInt64.self)))
        case .bool: .flag(try number(UInt8.self) != 0)
        case .string: .text(try text())
        case .array: .array(try array(depth: 1))
        }
    }

    /// Notes where an array lies and passes over it.
    private mutating func array(depth: Int) throws(CheckpointError) -> GGUFArray {
        guard depth <= Self.maximumDepth else {
            throw malformed("arrays lie more than \(Self.maximumDepth) deep", at: position)
        }
        let element = try self.element()
        // Every element takes a byte at least.
        let count = try count("an array", limit: bytes.count)
        let array = GGUFArray(element: element, count: count, position: position)
        if let size = element.size {
            let (length, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, bytes.slice(from: position, length: length) != nil else { throw ends() }
            position += length
        } else {
            for _ in 0..<count {
                if element == .string { try skipText() } else { _ = try self.array(depth: depth + 1) }
            }
        }
        return array
    }

    private mutating func skipText() throws(CheckpointError) {
        let length = try count("a text", limit: Self.maximumText)
        guard bytes.slice(from: position, length: length) != nil else { throw ends() }
        position += length
    }

    private static func whole(_ number: UInt64) -> GGUFValue {
        Int(exactly: number).map { .integer($0) } ?? .hugeInteger(number)
    }

    func malformed(_ problem: String, at position: Int) -> CheckpointError {
        .malformedFile(file: bytes.file.path, place: "byte \(position)", problem: problem)
    }

    private func ends() -> CheckpointError { malformed("the file ends in the middle of its header", at: position) }
}
