import Agents
import Evaluation
import Images
import Interaction
import TraceViewer
import Traces

/// A replay at its end.
struct FinishedReplay {
    var report: ReplayReport
    /// The error that prevented the replay.
    let cause: (any Error)?
    var wasToBeUpdated = false
    var isUpdated = false
    /// The steps that differ and were not to be taken over; `nil` where all were.
    var left: [Int]?
    /// How an updated trace differed when it was replayed once more, where that could not be learned, or why it could not
    /// be replayed.
    var unsteadiness: String?
    /// Why the trace could not be updated, where that was tried.
    var refusal: (any Error)?
    /// The pictures of screens that differ, for a page.
    var pictures = ReplayFrames()

    var status: ExitStatus {
        if let refusal { return report.verdict == .diverged ? .failed : ExitStatus(for: refusal) }
        if unsteadiness != nil { return .failed }
        return switch report.verdict {
        case .same, .healed, .notAvailable: .done
        case .diverged: isUpdated && left?.isEmpty ?? true ? .done : .failed
        case .notReplayed: cause.map { ExitStatus(for: $0) } ?? .couldNotRun
        }
    }

    /// The recorded run failed, and was replayed as such.
    private var isRecordedFailure: Bool { report.isAsRecorded && report.recordedFailure != nil }

    /// The verdict, or what was done because of it.
    var word: String {
        if isUpdated, let left, !left.isEmpty { return "updated in part" }
        if isUpdated { return unsteadiness == nil ? "updated" : "updated, and not steady" }
        if isRecordedFailure { return "as recorded, which was: \(report.recordedOutcome?.words ?? "")" }
        if report.verdict == .diverged, report.look != nil, report.hasReachedEnd {
            return "diverged, but at the recorded end"
        }
        return report.verdict.rawValue.replacing("_", with: " ")
    }

    /// For the page.
    var pageLooks: [ReplayPage.Look] {
        report.looks.map { look in
            let frames = pictures.frames[look.step]
            return ReplayPage.Look(
                step: look.step, title: look.title, decided: look.decided, differences: look.differences,
                seconds: look.seconds, recordedSeconds: look.recordedSeconds,
                places: look.compared == nil ? look.places : [],
                recorded: look.compared.flatMap { try? $0.kept.png() } ?? frames?.recorded,
                now: look.compared.flatMap { try? $0.now.png() } ?? frames?.now)
        }
    }

    /// The trace, and the look if it is another than the recorded one.
    var name: String { report.trace + (report.look.map { " under \($0)" } ?? "") }

    var text: String {
        if report.verdict == .notAvailable { return "\(word): \(name): \(report.reason)" }
        let alike = report.looks.count { $0.isAlike }
        let share = (report.pixelFidelity * 1_000_000).rounded(.down) / 10_000
        let compared = report.looks.compactMap(\.pixels?.compared).reduce(0, +)
        let tolerated = report.looks.compactMap(\.pixels?.tolerated).reduce(0, +)
        var measures = [
            "\(alike) of \(report.expectedLooks) screens", compared > 0 ? "\(share) % of pixels" : "no pixels compared",
        ]
        if tolerated > 0 { measures.append("\(tolerated) of them tolerated") }
        let waited = report.looks.map(\.waitedSeconds).reduce(0, +)
        if waited >= 0.5 { measures.append("\((waited * 10).rounded() / 10) s of waiting") }
        if let outcome = report.outcome, outcome.verdict != "not_evaluated" { measures.append("check \(outcome)") }
        measures.append("\(report.seconds) s")
        var lines = ["\(word): \(name) (\(measures.joined(separator: ", ")))"]
        let faults = report.looks.filter { !$0.isAlike }
        // A reason that is more than the first difference comes first.
        if !report.reason.isEmpty, faults.first?.words != report.reason { lines.append("  \(report.reason)") }
        for look in faults {
            if !report.reason.contains(look.words) || report.reason == look.words { lines.append("  \(look.words)") }
            if let picture = look.picture { lines.append("    picture: \(picture)") }
        }
        if wasToBeUpdated, !isUpdated, report.verdict == .diverged || refusal != nil {
            lines.append("  not updated: \(causeOfNoUpdate); the trace is as it was")
        }
        if isUpdated, let left, !left.isEmpty {
            lines.append("  left as recorded: step \(left.map { "\($0)" }.joined(separator: ", step "))")
        }
        lines += report.looks.compactMap(\.slowness).map { "  \($0)" }
        if isRecordedFailure { lines.append("  the recorded run: \(report.recordedFailure ?? "")") }
        if !report.changing.isEmpty {
            let options = report.changing.map { "--ignore \($0)" }.joined(separator: " ")
            lines.append(
                isUpdated
                    ? "  learned what changes by itself and is no longer compared: \(options)"
                    : "  changes by itself: \(options) (to keep it in the trace: deskhand trace mask \(report.trace) "
                        + "\(report.changing.joined(separator: " ")); or record with --mask)")
        }
        if let unsteadiness { lines.append("  a second replay differed: \(unsteadiness)") }
        if report.verdict != .same { lines += report.environment.map { "  \($0)" } }
        return (lines.map { $0.replacing("\n", with: "\\n") } + report.printed.indented).joined(separator: "\n")
    }
}

extension [String] {
    /// What programs printed, below the line of the verdict.
    var indented: [String] {
        flatMap { $0.split(separator: "\n") }.map { "  " + TerminalText.line(String($0)) }
    }
}

extension FinishedReplay {
    fileprivate var causeOfNoUpdate: String {
        if let refusal { return "\(refusal)" }
        if report.violation != nil { return "a step does not hold" }
        guard report.hasSameOutcome else { return "the check's result differs" }
        if left != nil { return "no step that --step names differs" }
        return report.hasPressedAnything
            ? "a target was not found, and no check says that its step did what it was to do"
            : "more than screens differs"
    }
}

/// The pictures of the screens of a replay that differ, recorded and now, as PNG files by the numbers of their steps.
struct ReplayFrames {
    private(set) var frames: [Int: (recorded: [UInt8], now: [UInt8])] = [:]

    init() {}

    /// - Parameter later: the replay's own trace.
    init(of report: ReplayReport, _ trace: Trace, later: Trace?) {
        guard let later else { return }
        for look in report.looks where !look.isAlike {
            guard let then = look.recordedFrame, let now = later.steps.first(where: { $0.number == look.replayedStep }),
                let frame = now.before?.frame, let old = try? trace.file(of: then), let new = try? later.file(of: frame)
            else { continue }
            frames[look.step] = (old, new)
        }
    }
}
