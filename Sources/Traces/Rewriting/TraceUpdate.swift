import Foundation
package import Images

/// A trace whose screens are those of a later run of the same decisions.
///
/// What a model was asked and answered stays as it was recorded; a script decided anew. The screens, how they settled, how actions were carried
/// out, the grading and the environment are the later run's. Looks between which the policy only waited are left out.
package struct TraceUpdate: Sendable {
    private let recorded: Trace
    private let later: Trace
    let header: TraceHeader
    let lines: [TraceLine]

    /// - Parameters:
    ///   - later: a trace of the same steps, run again.
    ///   - chosen: the steps whose screens and places are taken over, and nothing else; `nil` for all.
    ///   - learned: parts of the screen that no later replay is to compare.
    /// - Throws: ``TraceError/notUpdated(step:reason:)`` when it lacks one of them, or could not carry one out.
    package init(
        of recorded: Trace, with later: Trace, only chosen: Set<Int>? = nil, learning learned: [Box<ScreenSpace>] = []
    ) throws(TraceError) {
        self.recorded = recorded
        self.later = later
        var header = recorded.header
        if chosen == nil {
            header.session = later.header.session
            header.environment = later.header.environment
        }
        if !learned.isEmpty {
            var comparison = header.comparison ?? RecordedComparison()
            comparison.everywhere.ignored += learned
            header.comparison = comparison
        }
        self.header = header
        var merge = TraceMerge(of: recorded, with: later, only: chosen)
        lines = try merge.lines()
    }

    /// Puts the new trace in the old one's place.
    ///
    /// A kill at any moment leaves one of the two, whole: frames are named by their pixels, so that new ones lie beside the
    /// old ones, and one rename makes the new lines the trace. What an earlier update was killed over is cleaned up.
    package func replaceRecorded() throws(TraceError) {
        guard recorded.folder.packed == nil else { throw .packed }
        let changes = try changes()
        do {
            for change in changes { try change.apply() }
        } catch {
            for change in changes { change.takeBack() }
            throw error
        }
    }

    /// What is done to the folder, in this order; any first part of it leaves a trace that can be read.
    package func changes() throws(TraceError) -> [Change] {
        let folder = recorded.folder
        let old = Set(recorded.lines.flatMap(\.event.frames))
        var (looks, lines) = (CompactedLooks(folder: folder), self.lines)
        for (index, line) in lines.enumerated() {
            for frame in line.event.frames {
                let image = try (old.contains(frame) ? recorded : later).image(of: frame, isVerified: true)
                if let look = line.event as? ObservedEvent {
                    lines[index].event = try looks.look(look, at: image)
                } else {
                    _ = try looks.keep(image)
                }
            }
        }
        var changes = try looks.changes()
        for input in recorded.inputs { _ = try recorded.contents(of: input) }
        let text = try Trace.text(header, lines)
        _ = try Trace(Data(text), folder: folder, upgrades: .known)
        changes.append(.replaceLines(path: folder.lines, text))
        return changes + strays(beside: Set(looks.files.map(\.name))).map { .remove(path: $0) }
    }

    /// Frames that the new trace does not name, and files that were never finished.
    private func strays(beside named: Set<FrameName>) -> [String] {
        let frames = recorded.folder.frames
        let found = (try? FileManager.default.contentsOfDirectory(atPath: frames)) ?? []
        return found.sorted().filter { name in
            name.hasSuffix(".png.part") || FrameName(name).map { !named.contains($0) } ?? false
        }.map { "\(frames)/\($0)" } + [RecordFile.part(of: recorded.folder.lines)].filter(RecordFile.exists)
    }

    /// One change of a trace's folder.
    package enum Change: Sendable {
        /// A frame that the recorded trace does not have.
        case add(path: String, [UInt8])
        /// The moment at which the new trace is the trace.
        case replaceLines(path: String, [UInt8])
        case remove(path: String)

        package func apply() throws(TraceError) {
            switch self {
            case .add(let path, let bytes): try RecordFile.write(bytes, to: path, isFlushed: true)
            case .replaceLines(let path, let bytes): try RecordFile.write(bytes, to: path, isFlushed: true)
            // A file that cannot be removed does no harm.
            case .remove(let path): try? FileManager.default.removeItem(atPath: path)
            }
        }

        /// Removes what was added for a trace that did not come to be.
        fileprivate func takeBack() {
            if case .add(let path, _) = self { try? FileManager.default.removeItem(atPath: path) }
        }
    }
}
