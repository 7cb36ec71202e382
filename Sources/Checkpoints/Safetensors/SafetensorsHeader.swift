import JSON
import Tensors

/// What a safetensors header says of each tensor, checked as far as that goes without the elements.
struct SafetensorsHeader {
    /// A tensor's place among the elements, in bytes from the end of the header.
    struct Entry {
        let name: String
        /// As the file calls its format.
        let type: String
        /// `nil` for a format that is not read.
        let format: ElementFormat?
        let shape: [Int]
        let start: Int
        let end: Int
    }

    /// More dimensions than any tensor of a model has.
    private static let maximumDimensions = 16
    private static let formats: KeyValuePairs<String, ElementFormat> = [
        "BF16": .bfloat16, "F16": .float16, "F32": .float32, "I8": .int8, "U8": .uint8, "I16": .int16, "I32": .int32,
        "I64": .int64,
    ]

    /// What a format is called, `nil` for those that have no name.
    static func name(of format: ElementFormat) -> String? { formats.first { $0.value == format }?.key }

    /// The names of the formats that are read.
    static var known: [String] { formats.map(\.key) }

    private(set) var entries: [Entry] = []
    /// How weights lie in panels, by the names of their tensors.
    private(set) var panels: [String: PanelDescription] = [:]

    init(file: String, bytes: [UInt8]) throws(CheckpointError) {
        var cursor = try JSONCursor<CheckpointError>(file: file, bytes: bytes)
        var names: Set<String> = []
        try cursor.object { (cursor, name) throws(CheckpointError) in
            guard names.insert(name).inserted else { throw cursor.malformed("\(quoted(name)) occurs twice") }
            if name == "__metadata__" {
                try readMetadata(from: &cursor)
            } else {
                entries.append(try Self.entry(name, from: &cursor))
            }
        }
        try cursor.end()
    }

    /// Takes what is ours; whatever else publishers write there is theirs.
    private mutating func readMetadata(from cursor: inout JSONCursor<CheckpointError>) throws(CheckpointError) {
        guard case .object(let members) = try cursor.value().value else { return }
        for member in members {
            guard let tensor = member.name.withoutPrefix(PanelDescription.prefix) else { continue }
            guard case .string(let text) = member.value.value, let description = PanelDescription(text) else {
                throw cursor.malformed(
                    "\(quoted(member.name)) is not as this version of Deskhand writes it: quantise the model again")
            }
            panels[tensor] = description
        }
    }

    private static func entry(
        _ name: String, from cursor: inout JSONCursor<CheckpointError>
    ) throws(CheckpointError) -> Entry {
        var type: String?
        var (shape, offsets): ([Int]?, [Int]?)
        try cursor.object { (cursor, key) throws(CheckpointError) in
            switch key {
            case "dtype" where type == nil: type = try cursor.string()
            case "shape" where shape == nil: shape = try sizes(from: &cursor)
            case "data_offsets" where offsets == nil: offsets = try sizes(from: &cursor)
            case "dtype", "shape", "data_offsets":
                throw cursor.malformed("\(key) of \(quoted(name)) occurs twice")
            default: throw cursor.malformed("tensor \(quoted(name)) has an unknown field \(quoted(key))")
            }
        }
        guard let type, let shape, let offsets else {
            throw cursor.malformed("tensor \(quoted(name)) lacks dtype, shape or data_offsets")
        }
        guard offsets.count == 2, offsets[0] <= offsets[1] else {
            throw cursor.malformed("expected a start and an end as data_offsets of \(quoted(name))")
        }
        return Entry(
            name: name, type: type, format: formats.first { $0.key == type }?.value, shape: shape, start: offsets[0],
            end: offsets[1])
    }

    private static func sizes(from cursor: inout JSONCursor<CheckpointError>) throws(CheckpointError) -> [Int] {
        var sizes: [Int] = []
        try cursor.array { (cursor) throws(CheckpointError) in
            let size = try cursor.integer()
            guard size >= 0 else { throw cursor.malformed("expected a size, found \(size)") }
            guard sizes.count < maximumDimensions else {
                throw cursor.malformed("more than \(maximumDimensions) dimensions")
            }
            sizes.append(size)
        }
        return sizes
    }
}
