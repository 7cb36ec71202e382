import Tensors

/// What a GGUF file says of itself before the elements begin, checked as far as that goes without them.
struct GGUFHeader {
    private static let maximumValues = 1 << 16
    private static let maximumTensors = 1 << 20

    /// A tensor's place among the elements, in bytes from where they begin.
    struct Entry {
        let name: String
        let format: ElementFormat
        let shape: [Int]
        let offset: Int
    }

    let values: [String: GGUFValue]
    let entries: [Entry]
    /// Where the header ends in the file.
    let end: Int

    init(_ file: MappedFile) throws(CheckpointError) {
        var cursor = GGUFCursor(file.bytes)
        try Self.checkVersion(&cursor)
        let tensorCount = try cursor.count("tensors", limit: Self.maximumTensors)
        let valueCount = try cursor.count("values", limit: Self.maximumValues)
        values = try Self.values(valueCount, &cursor)
        entries = try Self.entries(tensorCount, &cursor)
        end = cursor.position
    }

    private static func checkVersion(_ cursor: inout GGUFCursor) throws(CheckpointError) {
        guard try cursor.number(UInt32.self) == 0x4655_4747 else {
            throw cursor.malformed("this is not a GGUF file: it does not begin with the letters GGUF", at: 0)
        }
        let version = try cursor.number(UInt32.self)
        guard version == 2 || version == 3 else {
            let kind = version.byteSwapped == 3 ? "3 for big-endian machines" : "\(version)"
            throw cursor.malformed("GGUF version \(kind), but only 2 and 3 (little-endian) are read", at: 4)
        }
    }

    private static func values(
        _ count: Int, _ cursor: inout GGUFCursor
    ) throws(CheckpointError) -> [String: GGUFValue] {
        var values: [String: GGUFValue] = [:]
        for _ in 0..<count {
            let start = cursor.position
            let key = try cursor.text()
            let element = try cursor.element()
            guard values.updateValue(try cursor.value(element), forKey: key) == nil else {
                throw cursor.malformed("\(quoted(key)) occurs twice", at: start)
            }
        }
        return values
    }

    private static func entries(_ count: Int, _ cursor: inout GGUFCursor) throws(CheckpointError) -> [Entry] {
        var entries: [Entry] = []
        var names: Set<String> = []
        for _ in 0..<count {
            let start = cursor.position
            let name = try cursor.text()
            guard names.insert(name).inserted else {
                throw cursor.malformed("tensor \(quoted(name)) occurs twice", at: start)
            }
            entries.append(try entry(name, &cursor))
        }
        return entries
    }

    private static func entry(_ name: String, _ cursor: inout GGUFCursor) throws(CheckpointError) -> Entry {
        let start = cursor.position
        let dimensions = try cursor.number(UInt32.self)
        guard dimensions <= 4 else {
            throw cursor.malformed("tensor \(quoted(name)) has \(dimensions) dimensions", at: start)
        }
        var shape: [Int] = []
        for _ in 0..<dimensions { shape.append(try cursor.count("a dimension", limit: 1 << 40)) }
        guard !shape.contains(0) else {
            throw cursor.malformed("tensor \(quoted(name)) has a dimension of 0", at: start)
        }
        let type = try cursor.number(UInt32.self)
        let offset = try cursor.count("an offset", limit: 1 << 48)
        guard let format = GGUFTensorType.format(type) else {
            throw .unknownFormat(
                tensor: name, file: cursor.path, format: GGUFTensorType.name(type), known: GGUFTensorType.known)
        }
        // The file names the fastest dimension first.
        return Entry(name: name, format: format, shape: shape.reversed(), offset: offset)
    }
}
