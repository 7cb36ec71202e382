import Foundation
import Images

/// Where the parts of a trace lie.
struct TraceFolder: Sendable {
    let path: String
    /// The parts themselves, of a trace in one file.
    let packed: PackedTrace?

    init(_ path: String, packed: PackedTrace? = nil) { (self.path, self.packed) = (path, packed) }

    var lines: String { path + "/trace.jsonl" }
    var frames: String { path + "/frames" }
    func frame(_ name: FrameName) -> String { "\(frames)/\(name)" }
    func input(_ sha256: String) -> String { "\(path)/inputs/\(sha256)" }

    /// The bytes of one of its files; `nil` where there is none.
    func contents(of file: String) throws(TraceError) -> [UInt8]? {
        if let packed { return packed.contents(of: String(file.dropFirst(path.count + 1))) }
        return try RecordFile.contents(of: file)
    }

    /// Why a frame's file cannot be shown, as far as its two ends tell; `nil` for a whole PNG file.
    func fault(of frame: FrameName) -> String? {
        guard let packed else { return FrameFile.fault(at: self.frame(frame)) }
        return packed.contents(of: "frames/\(frame)").map(FrameFile.fault) ?? "is missing"
    }

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
