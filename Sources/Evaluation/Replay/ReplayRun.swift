package import Agents
import Foundation
package import Images
package import Interaction
package import Traces

/// Replays a trace on a fresh desktop: its task is set up again, its actions are carried out again, and each settled
/// screen and the check's word at the end are compared with the recorded ones.
package struct ReplayRun: Sendable {
    private let trace: Trace
    private let name: String
    private let replay: DesktopReplay
    private let options: Options

    /// How a trace is replayed.
    package struct Options: Sendable {
        package var tolerance = ReplayTolerance()
        /// Whether to go on after a screen that is not alike.
        package var continues = false
        /// How long a screen may take to come; as long as it likes, within the tolerance's patience, when `nil`.
        package var budget: StepBudget?
        /// The task's script, which decides anew; `nil` for a trace of any other policy, whose decisions are repeated.
        package var script: (any Policy)?
        /// Reads what differs, for the reasons.
        package var naming: (any ElementNaming)?
        /// Keeps the picture of a difference under the number of its step, and says where.
        package var keepPicture: @Sendable (Int, Image) throws -> String? = { _, _ in nil }

        package init() {}
    }

    /// - Parameter name: what the trace is called in reports.
    /// - Throws: ``ReplayError`` for a trace that cannot be replayed.
    package init(_ trace: Trace, name: String, options: Options) throws(ReplayError) {
        replay = try DesktopReplay(
            trace, name: name,
            options: DesktopReplay.Options(
                tolerance: options.tolerance, continues: options.continues, script: options.script,
                naming: options.naming, keepPicture: options.keepPicture))
        if replay.recordedLooks == 0, trace.grading.map({ $0.verdict == .notEvaluated }) ?? true {
            throw .nothingToCompare(trace: name, end: trace.grading?.detail ?? trace.end?.reason ?? "it broke off")
        }
        self.trace = trace
        self.name = name
        self.options = options
    }

    /// Runs it.
    ///
    /// - Parameters:
    ///   - task: as the trace holds it; see ``RecordedTaskFolder``.
    ///   - parts: those of an ordinary run; policy and gate are replaced.
    ///   - record: the folder in which `parts` record the run.
    /// - Returns: the report, and what kept the trace from being replayed.
    package func run(
        _ task: DesktopTask, parts: TaskRun.Parts, record: String
    ) async -> (report: ReplayReport, cause: (any Error)?) {
        var parts = parts
        let replay = replay
        parts.makePolicy = { _ in replay }
        parts.gatekeeper = replay
        parts.isDryRun = trace.header.isDryRun
        parts.isReplay = true
        let task = limited(task)
        let result = await TaskRun(task, parts: parts).run()
        let later = try? Trace(folder: record)
        let (times, recordedTimes) = (later?.arrivals ?? [:], trace.arrivals)
        let looks = await replay.looks.map {
            $0.timed(times, recorded: recordedTimes, budget: options.budget)
        }
        let seen = Seen(looks: looks, expected: await replay.expected, violation: await replay.violation)
        let (verdict, reason, cause) = judge(result, seen, later, within: task.settings.limits)
        let report = ReplayReport(
            trace: name, task: task.id, verdict: verdict, reason: reason, looks: looks,
            expectedLooks: seen.expected,
            recordedOutcome: recordedGrading(beside: later?.grading).map(ReplayReport.Outcome.init),
            outcome: later?.grading.map(ReplayReport.Outcome.init),
            environment: later.map { trace.changes(to: $0) } ?? [],
            seconds: (result.duration / .milliseconds(10)).rounded() / 100, violation: seen.violation,
            isUnmatched: await replay.unmatchedMoves > 0)
        return (report, cause)
    }

    /// What a replay saw.
    private struct Seen {
        let looks: [ReplayedLook]
        let expected: Int
        let violation: String?
    }

    /// The time of a replay, in that of its run: the run's limit is for a policy, whereas a replay's time is that of the
    /// machine that reads and compares, which may be busy. It has to end what hangs, no more.
    private static let slowness = 5.0

    /// The recorded limits, with time for the waits that only a replay has.
    private func limited(_ task: DesktopTask) -> DesktopTask {
        let limits = trace.header.limits
        let waiting =
            options.tolerance.patience / .seconds(1) * Double(replay.recordedLooks)
            + trace.arrivals.values.reduce(0, +)
        var task = task
        task.settings.limits = EpisodeLimits(
            steps: limits.steps, seconds: Self.slowness * (limits.seconds + waiting), repeats: limits.repeats,
            unusableAnswers: limits.unusableAnswers)
        return task
    }

    /// What the trace says of the outcome. A run in which nothing was checked was once recorded as passed.
    private func recordedGrading(beside later: RecordedGrading?) -> RecordedGrading? {
        guard trace.grading?.verdict == .passed, later?.verdict == .done else { return trace.grading }
        return later
    }

    private func judge(
        _ result: TaskResult, _ seen: Seen, _ later: Trace?, within limits: EpisodeLimits
    ) -> (ReplayReport.Verdict, String, (any Error)?) {
        let divergence = seen.looks.first { !$0.isAlike }
        let ended = result.endedPrograms
        func reason(_ parts: [String]) -> String {
            (parts + ended.filter { ending in !parts.contains { $0.contains(ending) } }).joined(separator: "; ")
        }
        if result.hasCrashed, case .failed(_, let crash) = result.outcome, trace.end?.reason != "program_ended",
            trace.grading?.detail != crash
        {
            return (.diverged, reason([crash] + [seen.violation, divergence?.words].compactMap(\.self)), nil)
        }
        if let violation = seen.violation {
            return (.diverged, reason([violation] + [divergence?.words].compactMap(\.self)), nil)
        }
        if case .notEvaluated(let obstacle, let cause) = result.outcome {
            guard let divergence, !options.continues else { return (.notReplayed, obstacle, cause) }
            return (.diverged, reason([divergence.words]), nil)
        }
        if let divergence { return (.diverged, reason([divergence.words]), nil) }
        guard seen.looks.count == seen.expected else {
            if result.end?.reason == limits.timeIsUp {
                let error = ReplayError.tookTooLong(
                    seconds: Int(limits.seconds.rounded(.up)), screens: seen.looks.count, expected: seen.expected)
                return (.notReplayed, "\(error)", error)
            }
            let end = result.end?.reason.shortfall ?? "it ended"
            return (.diverged, reason(["only \(seen.looks.count) of \(seen.expected) screens came: \(end)"]), nil)
        }
        if let overrun = seen.looks.compactMap(\.overrun).first { return (.diverged, overrun, nil) }
        guard let recorded = recordedGrading(beside: later?.grading), recorded.verdict != .notEvaluated,
            let grading = later?.grading
        else {
            return (.same, "", nil)
        }
        let (then, now) = (ReplayReport.Outcome(recorded), ReplayReport.Outcome(grading))
        guard recorded.verdict != grading.verdict || recorded.score != grading.score else { return (.same, "", nil) }
        let detail = grading.detail.isEmpty ? "" : ": \(grading.detail)"
        return (.diverged, reason(["the task's check said \(then) and says \(now)\(detail)"]), nil)
    }
}

extension Trace {
    /// What around the program is not as it was.
    fileprivate func changes(to later: Trace) -> [String] {
        let changes = later.header.environment.differences(from: header.environment)
        guard let then = header.session.home, let now = later.header.session.home, then != now else { return changes }
        return changes + ["recorded in the home folder '\(then)', which is taken; now in '\(now)'"]
    }
}
