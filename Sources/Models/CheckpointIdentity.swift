import Foundation
import Images
import QwenVL

extension CheckpointSummary {
    /// What tells this checkpoint from others, for the record of an evaluation.
    var identity: [String: String] {
        get throws {
            [
                "model": "\(architecture), \(container), \(parameters) parameters",
                "weights": formats.map { "\($0.name) \($0.tensors) tensors \($0.bytes) bytes" }.joined(separator: ", "),
                "weights_sample_sha256": try sampleHash,
            ]
        }
    }

    /// What tells weights of one shape from others: the hash of sixteen places in each file, since all of it takes long.
    private var sampleHash: String {
        get throws {
            var sample: [UInt8] = []
            for file in files.sorted() {
                let handle = try FileHandle(forReadingFrom: URL(filePath: file))
                let size = try handle.seekToEnd()
                sample += Array("\(size) bytes\n".utf8)
                for place in 0..<16 {
                    try handle.seek(toOffset: size / 16 * UInt64(place))
                    sample += try handle.read(upToCount: 1 << 16) ?? Data()
                }
            }
            return ContentHash.hexadecimal(of: sample)
        }
    }
}
