import Foundation
package import Images

/// A trace whose screens are those of a later run of the same decisions.
///
/// What a model was asked and answered stays as it was recorded; a script decided anew. The screens, how they settled, how actions were carried
/// out, the check's word and the environment are the later run's. Looks between which the policy only waited are left out.
package struct TraceUpdate: Sendable {
    private let recorded: Trace
    private let later: Trace
    let header: TraceHeader
    let lines: [TraceLine]

    /// - Parameters:
    ///   - later: a trace of the same steps, run again.
    ///   - learned: parts of the screen that no later replay is to compare.
    /// - Throws: ``TraceError/notUpdated(step:reason:)`` when it lacks one of them, or could not carry one out.
    package init(
        of recorded: Trace, with later: Trace, learning learned: [Box<ScreenSpace>] = []
    ) throws(TraceError) {
        self.recorded = recorded
        self.later = later
        var header = recorded.header
        header.session = later.header.session
        header.environment = later.header.environment
        if !learned.isEmpty {
            header.comparison = RecordedComparison(ignored: (header.comparison?.ignored ?? []) + learned)
        }
        self.header = header
        lines = try TraceUpdate.merge(recorded, later)
    }

    /// Puts the new trace in the old one's place.
    ///
    /// A kill at any moment leaves one of the two, whole: frames are named by their pixels, so that new ones lie beside the
    /// old ones, and one rename makes the new lines the trace. What an earlier update was killed over is cleaned up.
    package func replaceRecorded() throws(TraceError) {
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
        let named = Set(lines.flatMap(\.event.frames))
        var changes: [Change] = []
        for frame in named.sorted(by: { $0.description < $1.description }) {
            let isOld = RecordFile.exists(recorded.path(of: frame))
            _ = try (isOld ? recorded : later).image(of: frame, isVerified: true)
            if !isOld { changes.append(.add(path: folder.frame(frame), try later.file(of: frame))) }
        }
        for input in header.inputs { _ = try recorded.contents(of: input) }
        var text = try encoded(header, "header")
        for line in lines { text += try encoded(line, line.event.name) }
        _ = try Trace(Data(text), folder: folder, upgrades: .known)
        changes.append(.replaceLines(path: folder.lines, text))
        return changes + strays(beside: named).map { .remove(path: $0) }
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

extension TraceUpdate {
    /// The recorded lines with the later run's screens, numbered anew.
    private static func merge(_ recorded: Trace, _ later: Trace) throws(TraceError) -> [TraceLine] {
        let steps = Dictionary(later.steps.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        let last = later.steps.last
        let looks = recorded.finalLooks
        let isScripted = recorded.header.policy == "script"
        var lines: [TraceLine] = []
        var members = MemberCount()
        for line in recorded.lines {
            var line = line
            switch line.event {
            case let look as ObservedEvent:
                guard looks.contains(line.sequence) else { continue }
                let isAfterLast = look.step == (last?.number ?? 0) + 1
                guard let screen = steps[look.step]?.before ?? (isAfterLast ? last?.after : nil) else {
                    throw .notUpdated(step: look.step, reason: "it was not reached")
                }
                line.event = ObservedEvent(step: look.step, screen: screen)
            case let decided as DecidedEvent where decided.decision.lookAgain != nil: continue
            case is OutdatedEvent where isScripted: continue
            case var decided as DecidedEvent where isScripted:
                decided.decision = steps[decided.step]?.decision ?? decided.decision
                line.event = decided
            case let gated as GatedEvent where isScripted:
                let member = members.next(of: \.gated, in: steps[gated.step])
                line.event = member?.gate ?? steps[gated.step]?.gate ?? gated
            case var announced as AnnouncedEvent where isScripted:
                let member = members.next(of: \.announced, in: steps[announced.step])
                announced.action = member?.gate.action ?? steps[announced.step]?.announced ?? announced.action
                line.event = announced
            case var executed as ExecutedEvent:
                let step = steps[executed.step]
                let member = members.next(of: \.executed, in: step)
                guard let execution = step?.members == nil ? step?.execution : member?.execution else {
                    throw .notUpdated(step: executed.step, reason: step?.failure ?? "it was not reached")
                }
                executed.execution = execution
                line.event = executed
            case let settled as SettledEvent:
                guard let report = steps[settled.step]?.settling else { break }
                line.event = SettledEvent(step: settled.step, report: report)
            case let grading as RecordedGrading: line.event = later.grading ?? grading
            default: break
            }
            line.sequence = lines.count + 1
            lines.append(line)
        }
        return lines
    }
}

/// How many events of each kind the members of a batch have had so far.
private struct MemberCount {
    var step = 0
    var gated = 0
    var announced = 0
    var executed = 0

    /// The member of a step that the next event of a kind is about; `nil` for a step without members.
    mutating func next(of kind: WritableKeyPath<MemberCount, Int>, in step: RecordedStep?) -> RecordedMember? {
        guard let step, let members = step.members else { return nil }
        if self.step != step.number { self = MemberCount(step: step.number) }
        defer { self[keyPath: kind] += 1 }
        return members.indices.contains(self[keyPath: kind]) ? members[self[keyPath: kind]] : nil
    }
}

extension Trace {
    /// The numbers of the lines with the last look of each step.
    fileprivate var finalLooks: Set<Int> {
        var last: [Int: Int] = [:]
        for line in lines {
            if let look = line.event as? ObservedEvent { last[look.step] = line.sequence }
        }
        return Set(last.values)
    }
}
