import Foundation
import JSON
import Tensors

/// `model.safetensors.index.json`: which file of several holds which tensor.
struct ShardIndex {
    /// The index of the largest model has under 200 kB.
    private static let maximumLength = 64 << 20

    let path: String
    /// File names by tensor, each plain, without a folder.
    private(set) var files: [String: String] = [:]

    init(path: String) throws(CheckpointError) {
        self.path = path
        let file = try ModelFile.open(path)
        guard file.count <= Self.maximumLength else {
            throw .malformedFile(file: path, place: "size", problem: "\(file.count) bytes are too many for an index")
        }
        var cursor = try JSONCursor<CheckpointError>(file: path, bytes: file.bytes.copied())
        var fields: Set<String> = []
        try cursor.object { (cursor, key) throws(CheckpointError) in
            guard fields.insert(key).inserted else { throw cursor.malformed("\(quoted(key)) occurs twice") }
            if key == "weight_map" { try readMap(from: &cursor) } else { _ = try cursor.value() }
        }
        try cursor.end()
        guard !files.isEmpty else {
            throw .malformedFile(file: path, place: "weight_map", problem: "it names no tensor")
        }
    }

    private mutating func readMap(from cursor: inout JSONCursor<CheckpointError>) throws(CheckpointError) {
        try cursor.object { (cursor, tensor) throws(CheckpointError) in
            let name = try cursor.string()
            // A name from outside must not lead out of the folder.
            guard !name.isEmpty, !name.contains("/"), !name.contains("\0"), name != "..", name != "." else {
                throw cursor.malformed("expected a plain file name, found \(quoted(name))")
            }
            guard files.updateValue(name, forKey: tensor) == nil else {
                throw cursor.malformed("\(quoted(tensor)) occurs twice")
            }
        }
    }
}
