import Foundation
import Images

/// A trace whose screens are those of a later run of the same decisions.
///
/// What was decided, asked and answered stays as it was recorded. The screens, how they settled, how actions were carried
/// out, the check's word and the environment are the later run's. Looks between which the policy only waited are left out.
package struct TraceUpdate: Sendable {
    private let recorded: Trace
    private let later: Trace
    let header: TraceHeader
    let lines: [TraceLine]

    /// - Parameter later: a trace of the same steps, run again.
    /// - Throws: ``TraceError/notUpdated(step:reason:)`` when it lacks one of them, or could not carry one out.
    package init(of recorded: Trace, with later: Trace) throws(TraceError) {
        self.recorded = recorded
        self.later = later
        var header = recorded.header
        header.session = later.header.session
        header.environment = later.header.environment
        self.header = header
        lines = try TraceUpdate.merge(recorded, later)
    }

    /// Puts the new trace in the old one's place. The new one is complete before the old one is touched, and the old one
    /// is removed when the new one stands in its place.
    package func replaceRecorded() throws(TraceError) {
        let old = recorded.folder.path.hasSuffix("/") ? String(recorded.folder.path.dropLast()) : recorded.folder.path
        let (new, previous) = (old + ".new", old + ".previous")
        let files = FileManager.default
        try? files.removeItem(atPath: new)
        do {
            try write(to: TraceFolder(new))
            try copyOthers(from: old, to: new)
            _ = try Trace(folder: new).verifyFrames()
        } catch {
            try? files.removeItem(atPath: new)
            throw error
        }
        try RecordFile.rename(old, to: previous)
        do {
            try RecordFile.rename(new, to: old)
        } catch {
            try RecordFile.rename(previous, to: old)
            throw error
        }
        try? files.removeItem(atPath: previous)
    }

    private func write(to layout: TraceFolder) throws(TraceError) {
        try layout.create()
        for frame in Set(lines.flatMap(\.event.frames)) {
            let isOld = RecordFile.exists(recorded.path(of: frame))
            try RecordFile.write(try (isOld ? recorded : later).file(of: frame), to: layout.frame(frame))
        }
        for input in header.inputs {
            try RecordFile.write(try recorded.contents(of: input), to: layout.input(input.sha256))
        }
        var text = try encoded(header, "header")
        for line in lines { text += try encoded(line, line.event.name.rawValue) }
        try RecordFile.write(text, to: layout.lines)
    }

    /// Keeps what else somebody put beside the trace.
    private func copyOthers(from old: String, to new: String) throws(TraceError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: old)) ?? []
        for name in names where !["trace.jsonl", "frames", "inputs"].contains(name) {
            do {
                try FileManager.default.copyTree(
                    at: URL(filePath: "\(old)/\(name)"), to: URL(filePath: "\(new)/\(name)"))
            } catch {
                throw .notWritable(path: "\(new)/\(name)", reason: error.localizedDescription)
            }
        }
    }
}

extension TraceUpdate {
    /// The recorded lines with the later run's screens, numbered anew.
    private static func merge(_ recorded: Trace, _ later: Trace) throws(TraceError) -> [TraceLine] {
        let steps = Dictionary(later.steps.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        let last = later.steps.last
        let looks = recorded.finalLooks
        var lines: [TraceLine] = []
        for line in recorded.lines {
            var line = line
            switch line.event {
            case .observed(let look):
                guard looks.contains(line.sequence) else { continue }
                let isAfterLast = look.step == (last?.number ?? 0) + 1
                guard let screen = steps[look.step]?.before ?? (isAfterLast ? last?.after : nil) else {
                    throw .notUpdated(step: look.step, reason: "it was not reached")
                }
                line.event = .observed(.init(step: look.step, screen: screen))
            case .decided(let decided) where decided.decision.lookAgain != nil: continue
            case .executed(let executed):
                guard let execution = steps[executed.step]?.execution else {
                    throw .notUpdated(
                        step: executed.step, reason: steps[executed.step]?.failure ?? "it was not reached")
                }
                line.event = .executed(
                    .init(step: executed.step, execution: execution, tookMilliseconds: executed.tookMilliseconds))
            case .settled(let settled):
                guard let report = steps[settled.step]?.settling else { break }
                line.event = .settled(.init(step: settled.step, report: report))
            case .graded: line.event = later.grading.map { .graded($0) } ?? line.event
            default: break
            }
            line.sequence = lines.count + 1
            lines.append(line)
        }
        return lines
    }
}

extension Trace {
    /// The numbers of the lines with the last look of each step.
    fileprivate var finalLooks: Set<Int> {
        var last: [Int: Int] = [:]
        for line in lines {
            if case .observed(let look) = line.event { last[look.step] = line.sequence }
        }
        return Set(last.values)
    }
}
