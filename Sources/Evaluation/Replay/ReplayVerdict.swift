import Agents
import Foundation
import Traces

/// Judges a replay by what it saw and how its run ended.
struct ReplayVerdict {
    let trace: Trace
    /// Whether the replay went on after a screen that was not alike.
    let continues: Bool
    let result: TaskResult
    let looks: [ReplayedLook]
    /// How many looks the trace has.
    let expected: Int
    /// What of the script no longer holds.
    let violation: String?
    /// The recorded grading, and that of the replay.
    let recorded: RecordedGrading?
    let grading: RecordedGrading?
    let limits: EpisodeLimits

    typealias Judgement = (kind: ReplayReport.Verdict, reason: String, cause: (any Error)?)

    /// The verdict, its reason, and the error that kept the trace from being replayed.
    var judgement: Judgement {
        if let reason = crash ?? violation.map({ [$0] + different }) { return (.diverged, words(reason), nil) }
        if let obstacle { return obstacle }
        if !different.isEmpty { return (.diverged, words(different), nil) }
        if let shortfall { return shortfall }
        if let overrun = looks.compactMap(\.overrun).first { return (.diverged, overrun, nil) }
        if recorded.map({ $0.verdict != .notEvaluated }) ?? false, grading == nil {
            return (.notReplayed, "\(ReplayError.noGrading)", ReplayError.noGrading)
        }
        if let regrading { return (.diverged, words([regrading]), nil) }
        let healed = looks.compactMap(\.healed)
        return healed.isEmpty ? (.same, "", nil) : (.healed, words(healed.map(\.description)), nil)
    }

    /// What the first screen that is not alike shows.
    private var different: [String] { looks.first { !$0.isAlike }.map { [$0.words] } ?? [] }

    /// A program that crashed where none did when the trace was recorded.
    private var crash: [String]? {
        guard result.hasCrashed, case .failed(_, let crash) = result.outcome, trace.end?.reason != "program_ended",
            trace.grading?.detail != crash
        else { return nil }
        return [crash] + [violation].compactMap(\.self) + different
    }

    /// What kept the run from being made.
    private var obstacle: Judgement? {
        guard case .notEvaluated(let obstacle, let cause) = result.outcome else { return nil }
        guard !different.isEmpty, !continues else { return (.notReplayed, obstacle, cause) }
        return (.diverged, words(different), nil)
    }

    /// Screens that did not come.
    private var shortfall: Judgement? {
        guard looks.count != expected else { return nil }
        if result.end?.reason == limits.timeIsUp {
            let error = ReplayError.tookTooLong(
                seconds: Int(limits.seconds.rounded(.up)), screens: looks.count, expected: expected)
            return (.notReplayed, "\(error)", error)
        }
        let end = result.end?.reason.shortfall ?? "it ended"
        return (.diverged, words(["only \(looks.count) of \(expected) screens came: \(end)"]), nil)
    }

    /// A grading other than the recorded one.
    private var regrading: String? {
        guard let recorded, recorded.verdict != .notEvaluated, let grading else { return nil }
        guard recorded.verdict != grading.verdict || recorded.score != grading.score else { return nil }
        let (then, now) = (ReplayReport.Outcome(recorded), ReplayReport.Outcome(grading))
        let detail = grading.detail.isEmpty ? "" : ": \(grading.detail)"
        return "the task's check said \(then) and says \(now)\(detail)"
    }

    /// A reason, with the programs that ended and that it does not name.
    private func words(_ parts: [String]) -> String {
        let unnamed = result.endedPrograms.filter { ending in !parts.contains { $0.contains(ending) } }
        return (parts + unnamed).joined(separator: "; ")
    }
}
