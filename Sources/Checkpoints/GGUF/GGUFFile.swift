package import Tensors

/// One file in the GGUF format of llama.cpp, version 2 or 3: values by name, then tensors.
///
/// Nothing is believed: counts and lengths are checked against the file before they are used, tensors must lie inside it and not overlap.
package struct GGUFFile: Sendable {
    private static let maximumElements = 1 << 22

    /// The mapped file.
    package let file: MappedFile
    /// In the order of the file.
    package let tensors: [StoredTensor]
    private let values: [String: GGUFValue]

    /// Maps the file at `path` and reads its header.
    package init(path: String) throws(CheckpointError) {
        file = try ModelFile.open(path)
        let header = try GGUFHeader(file)
        values = header.values
        tensors = try Self.tensors(header.entries, in: Self.data(file, after: header))
    }

    /// The path of the file.
    package var path: String { file.path }

    /// The value under `key`; `nil` if there is none.
    package subscript(key: String) -> GGUFValue? { values[key] }

    /// The texts of an array, `nil` where there is no such array.
    package func texts(_ key: String) throws(CheckpointError) -> [String]? {
        guard case .array(let array) = values[key] else { return nil }
        guard array.element == .string, array.count <= Self.maximumElements else {
            throw wrong(key, "expected at most \(Self.maximumElements) texts")
        }
        var cursor = GGUFCursor(file.bytes, position: array.position)
        var texts: [String] = []
        for _ in 0..<array.count { texts.append(try cursor.text()) }
        return texts
    }

    /// The numbers of an array, `nil` where there is no such array.
    package func numbers(_ key: String) throws(CheckpointError) -> [Double]? {
        guard case .array(let array) = values[key] else { return nil }
        guard array.count <= Self.maximumElements else {
            throw wrong(key, "at most \(Self.maximumElements) numbers are read")
        }
        var cursor = GGUFCursor(file.bytes, position: array.position)
        var numbers: [Double] = []
        for _ in 0..<array.count {
            switch try cursor.value(array.element) {
            case .integer(let value): numbers.append(Double(value))
            case .number(let value): numbers.append(value)
            case .flag(let value): numbers.append(value ? 1 : 0)
            case .hugeInteger, .text, .array: throw wrong(key, "expected numbers")
            }
        }
        return numbers
    }

    /// The error of `problem` in the value `key`.
    func wrong(_ key: String, _ problem: String) -> CheckpointError {
        .malformedFile(file: file.path, place: key, problem: problem)
    }
}

extension GGUFFile {
    /// The bytes after the header, from the next multiple of the alignment on.
    private static func data(
        _ file: MappedFile, after header: GGUFHeader
    ) throws(CheckpointError) -> MappedBytes {
        var alignment = 32
        if let value = header.values["general.alignment"] {
            guard case .integer(let found) = value, found > 0, found <= 1 << 20, found & (found - 1) == 0 else {
                throw .malformedFile(
                    file: file.path, place: "general.alignment",
                    problem: "expected a power of two, found \(value.description)")
            }
            alignment = found
        }
        let start = min((header.end + alignment - 1) / alignment * alignment, file.count)
        guard let data = file.bytes.slice(from: start, length: file.count - start) else {
            throw .malformedFile(file: file.path, place: "byte \(start)", problem: "no elements follow the header")
        }
        return data
    }

    private static func tensors(_ entries: [GGUFHeader.Entry], in data: MappedBytes) throws(CheckpointError)
        -> [StoredTensor]
    {
        var tensors: [StoredTensor] = []
        for entry in entries {
            let left = data.count - entry.offset
            guard let length = StoredTensor.byteCount(of: entry.shape, in: entry.format), length <= left,
                let bytes = data.slice(from: entry.offset, length: length)
            else {
                throw .storage(
                    .wrongSize(
                        tensor: entry.name, file: data.file.path, shape: entry.shape, format: entry.format,
                        found: max(left, 0)))
            }
            do {
                tensors.append(
                    try StoredTensor(name: entry.name, format: entry.format, shape: entry.shape, bytes: bytes))
            } catch { throw .storage(error) }
        }
        try refuseOverlaps(tensors, data.file.path)
        return tensors
    }

    private static func refuseOverlaps(_ tensors: [StoredTensor], _ path: String) throws(CheckpointError) {
        let sorted = tensors.filter { $0.bytes.count > 0 }.sorted { $0.bytes.offset < $1.bytes.offset }
        for (first, second) in zip(sorted, sorted.dropFirst())
        where first.bytes.offset + first.bytes.count > second.bytes.offset {
            throw .malformedFile(
                file: path, place: "byte \(second.bytes.offset)",
                problem: "tensors \(quoted(first.name)) and \(quoted(second.name)) overlap")
        }
    }
}
