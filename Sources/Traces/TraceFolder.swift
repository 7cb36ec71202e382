import Foundation
import Images

/// Where the parts of a trace lie.
struct TraceFolder: Hashable, Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    var lines: String { path + "/trace.jsonl" }
    var frames: String { path + "/frames" }
    func frame(_ name: FrameName) -> String { "\(frames)/\(name)" }
    func input(_ sha256: String) -> String { "\(path)/inputs/\(sha256)" }

    /// Whether there is a file, and no folder, at a path.
    static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }

    /// Makes what is missing.
    func create() throws(TraceError) {
        guard !RecordFile.exists(lines) else { throw .alreadyRecorded(folder: path) }
        for folder in [frames, path + "/inputs"] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .notWritable(path: folder, reason: error.localizedDescription)
            }
        }
    }
}
