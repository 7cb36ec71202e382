import Foundation
import Images

extension Trace {
    /// Files of the trace's folder that nothing names: frames and inputs of earlier updates, and what was never finished.
    ///
    /// - Returns: their paths below the folder, and their sizes in bytes.
    package var strays: [(path: String, bytes: Int)] {
        let frames = Set(lines.flatMap(\.event.frames).map(\.description))
        let inputs = Set(header.inputs.map(\.sha256))
        return names(in: "frames").filter { $0.hasSuffix(".part") || $0.hasSuffix(".png") && !frames.contains($0) }
            .map { stray("frames/\($0)") }
            + names(in: "inputs").filter { !inputs.contains($0) }.map { stray("inputs/\($0)") }
            + names(in: "").filter { $0 == "trace.jsonl.part" }.map(stray)
    }

    /// Removes what nothing names.
    ///
    /// - Returns: what was removed.
    /// - Throws: ``TraceError/notEdited(path:losses:)`` for a trace that is not whole, whose lost lines may name more.
    package func prune() throws(TraceError) -> [(path: String, bytes: Int)] {
        try checkEditable()
        let strays = strays
        for stray in strays {
            do {
                try FileManager.default.removeItem(atPath: "\(folder.path)/\(stray.path)")
            } catch {
                throw .notWritable(path: stray.path, reason: error.localizedDescription)
            }
        }
        return strays
    }

    private func names(in part: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(part)")) ?? []).sorted()
    }

    private func stray(_ path: String) -> (path: String, bytes: Int) {
        let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")
        return (path, (attributes?[.size] as? Int) ?? 0)
    }
}
