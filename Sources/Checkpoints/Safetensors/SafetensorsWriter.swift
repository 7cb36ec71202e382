import Foundation
import JSON
package import Tensors

/// Writes a file in the safetensors format whose tensors' shapes are known before their elements, in whatever order those come.
///
/// The first tensor begins at a multiple of 64 bytes, and so do those after it as long as the sizes are multiples of that.
package struct SafetensorsWriter {
    /// A tensor to be written.
    package struct Entry {
        /// Its name in the file.
        package let name: String
        let format: ElementFormat
        /// Its dimensions.
        package let shape: [Int]

        /// - Parameter format: one that safetensors has a name for: no block format.
        package init(name: String, format: ElementFormat, shape: [Int]) {
            (self.name, self.format, self.shape) = (name, format, shape)
        }

        var rowBytes: Int { shape.dropFirst().reduce(format.blockBytes, *) }
        /// How many bytes it takes.
        package var bytes: Int { shape.reduce(format.blockBytes, *) }
    }

    private let path: String
    private let file: FileHandle
    private var places: [String: (entry: Entry, offset: Int)] = [:]

    /// Creates the file with its header.
    ///
    /// - Parameter metadata: what else the header says.
    /// - Throws: `CheckpointError.unwritable`, here and from all methods.
    package init(
        path: String, _ entries: [Entry], metadata: [(name: String, value: String)] = []
    ) throws(CheckpointError) {
        var header = Self.header(entries, metadata)
        header += Array(repeating: UInt8(ascii: " "), count: (64 - (8 + header.count) % 64) % 64)
        var offset = 8 + header.count
        for entry in entries {
            places[entry.name] = (entry, offset)
            offset += entry.bytes
        }
        guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
        else { throw .unwritable(path: path, reason: "it cannot be created") }
        (self.path, self.file) = (path, file)
        try write(littleEndian([UInt64(header.count)]) + Data(header), at: 0)
        do { try file.truncate(atOffset: UInt64(offset)) } catch { throw failure(error) }
    }

    private static func header(_ entries: [Entry], _ metadata: [(name: String, value: String)]) -> [UInt8] {
        var members: [JSONMember] = []
        if !metadata.isEmpty {
            let values = metadata.map { JSONMember($0.name, .text($0.value)) }
            members.append(JSONMember("__metadata__", JSON(.object(values))))
        }
        var offset = 0
        for entry in entries {
            guard let type = SafetensorsHeader.name(of: entry.format) else {
                preconditionFailure("\(entry.format) of \(entry.name) has no name in safetensors")
            }
            let description: JSON = .object([
                "dtype": .text(type), "shape": .list(entry.shape.map { .integer($0) }),
                "data_offsets": .list([.integer(offset), .integer(offset + entry.bytes)]),
            ])
            members.append(JSONMember(entry.name, description))
            offset += entry.bytes
        }
        return JSON(.object(members)).utf8
    }

    /// Writes elements of a tensor from row `row` of its first dimension on.
    package func write(_ floats: [Float], to name: String, row: Int = 0) throws(CheckpointError) {
        try write(littleEndian(floats.map(\.bitPattern)), to: name, row: row)
    }

    /// The same for whole numbers.
    package func write(_ numbers: [Int], to name: String) throws(CheckpointError) {
        try write(littleEndian(numbers.map { UInt64(bitPattern: Int64($0)) }), to: name, row: 0)
    }

    /// The same for elements as they are stored.
    package func write(_ bytes: UnsafeRawBufferPointer, to name: String, row: Int = 0) throws(CheckpointError) {
        try write(unsafe Data(bytes), to: name, row: row)
    }

    /// Makes sure that all is on disk, which a full one may refuse only now.
    package func close() throws(CheckpointError) {
        do {
            try file.synchronize()
            try file.close()
        } catch { throw failure(error) }
    }

    private func write(_ data: Data, to name: String, row: Int) throws(CheckpointError) {
        guard let (entry, offset) = places[name] else { preconditionFailure("no tensor \(name) was announced") }
        let start = row * entry.rowBytes
        precondition(start + data.count <= entry.bytes, "\(name) has fewer elements")
        try write(data, at: offset + start)
    }

    private func write(_ data: Data, at offset: Int) throws(CheckpointError) {
        do {
            try file.seek(toOffset: UInt64(offset))
            try file.write(contentsOf: data)
        } catch { throw failure(error) }
    }

    private func failure(_ error: any Error) -> CheckpointError {
        .unwritable(path: path, reason: error.localizedDescription)
    }
}

/// The bytes of numbers, the least significant first.
private func littleEndian<Number: FixedWidthInteger>(_ numbers: [Number]) -> Data {
    unsafe numbers.map(\.littleEndian).withUnsafeBytes { unsafe Data($0) }
}
