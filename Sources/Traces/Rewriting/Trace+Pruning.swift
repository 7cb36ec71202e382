import Foundation
import Images

extension Trace {
    /// Files of the trace's folder that nothing names: frames and inputs of earlier updates, and what was never finished.
    /// Folders are never among them, and where a link stands in place of a folder of the trace, nothing beyond it.
    ///
    /// - Returns: their paths below the folder, and their sizes in bytes.
    package var strays: [(path: String, bytes: Int)] {
        let frames = frameFiles
        let inputs = Set(self.inputs.map(\.sha256))
        return names(in: "frames").filter { name in
            name.hasSuffix(".part") || FrameName(name).map { !frames.contains($0) } ?? name.hasSuffix(".png")
        }.compactMap { stray("frames/\($0)") }
            + names(in: "inputs").filter { !inputs.contains($0) }.compactMap { stray("inputs/\($0)") }
            + names(in: "").filter { $0 == "trace.jsonl.part" }.compactMap(stray)
    }

    /// Removes what nothing names.
    ///
    /// - Returns: what was removed.
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, whose lost lines may name more.
    package func prune() throws(TraceError) -> [(path: String, bytes: Int)] {
        try checkEditable()
        let strays = strays
        for stray in strays { try RecordFile.remove("\(folder.path)/\(stray.path)") }
        return strays
    }

    /// Refuses a trace of which a part lies elsewhere: what is replaced here would stay there.
    func checkOwned() throws(TraceError) {
        let parts = [folder.lines, folder.frames, folder.path + "/inputs"]
        let files = frameFiles.map(folder.frame) + inputs.map { folder.input($0.sha256) }
        if let link = (parts + files).first(where: RecordFile.isLink) {
            throw .notWritable(path: link, reason: "it is a symbolic link")
        }
    }

    private func names(in part: String) -> [String] {
        let path = "\(folder.path)/\(part)"
        guard part.isEmpty || !RecordFile.isLink(path) else { return [] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }

    /// `nil` for a folder.
    private func stray(_ path: String) -> (path: String, bytes: Int)? {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
        guard attributes?[.type] as? FileAttributeType != .typeDirectory else { return nil }
        return (path, (attributes?[.size] as? Int) ?? 0)
    }
}
