import Agents
import Images
import Traces

/// Replays a trace on a fresh desktop: its task is set up again, its actions are carried out again, and each settled
/// screen and the check's word at the end are compared with the recorded ones.
package struct ReplayRun: Sendable {
    private let trace: Trace
    private let name: String
    private let replay: DesktopReplay
    private let tolerance: ReplayTolerance
    private let continues: Bool

    /// - Parameters:
    ///   - name: what the trace is called in reports.
    ///   - continues: whether to go on after a screen that is not alike.
    ///   - keepPicture: keeps the picture of a difference under the number of its step, and says where.
    /// - Throws: ``ReplayError`` for a trace that cannot be replayed.
    package init(
        _ trace: Trace, name: String, tolerance: ReplayTolerance, continues: Bool,
        keepPicture: @escaping @Sendable (Int, Image) throws -> String? = { _, _ in nil }
    ) throws(ReplayError) {
        replay = try DesktopReplay(
            trace, name: name, tolerance: tolerance, continues: continues, keepPicture: keepPicture)
        self.trace = trace
        self.name = name
        self.tolerance = tolerance
        self.continues = continues
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
        let result = await TaskRun(limited(task), parts: parts).run()
        let later = try? Trace(folder: record)
        let looks = await replay.looks
        let (verdict, reason, cause) = judge(result, looks, later?.grading)
        let report = ReplayReport(
            trace: name, task: task.id, verdict: verdict, reason: reason, looks: looks,
            expectedLooks: replay.expected,
            recordedOutcome: recordedGrading(beside: later?.grading).map(ReplayReport.Outcome.init),
            outcome: later?.grading.map(ReplayReport.Outcome.init),
            environment: later.map { trace.changes(to: $0) } ?? [],
            seconds: (result.duration / .milliseconds(10)).rounded() / 100)
        return (report, cause)
    }

    /// The recorded limits, with time for the waits that only a replay has.
    private func limited(_ task: DesktopTask) -> DesktopTask {
        let limits = trace.header.limits
        let waiting = tolerance.patience / .seconds(1) * Double(replay.expected)
        var task = task
        task.settings.limits = EpisodeLimits(
            steps: limits.steps, seconds: limits.seconds + waiting, repeats: limits.repeats,
            unusableAnswers: limits.unusableAnswers)
        return task
    }

    /// What the trace says of the outcome. A run in which nothing was checked was once recorded as passed.
    private func recordedGrading(beside later: RecordedGrading?) -> RecordedGrading? {
        guard trace.grading?.verdict == .passed, later?.verdict == .done else { return trace.grading }
        return later
    }

    private func judge(
        _ result: TaskResult, _ looks: [ReplayedLook], _ grading: RecordedGrading?
    ) -> (ReplayReport.Verdict, String, (any Error)?) {
        let divergence = looks.first { !$0.isAlike }
        if case .notEvaluated(let reason, let cause) = result.outcome {
            guard let divergence, !continues else { return (.notReplayed, reason, cause) }
            return (.diverged, divergence.words, nil)
        }
        if let divergence { return (.diverged, divergence.words, nil) }
        guard looks.count == replay.expected else {
            let end = result.end?.reason.shortfall ?? "it ended"
            return (.diverged, "only \(looks.count) of \(replay.expected) screens came: \(end)", nil)
        }
        guard let recorded = recordedGrading(beside: grading), recorded.verdict != .notEvaluated, let grading else {
            return (.same, "", nil)
        }
        let (then, now) = (ReplayReport.Outcome(recorded), ReplayReport.Outcome(grading))
        guard recorded.verdict != grading.verdict || recorded.score != grading.score else { return (.same, "", nil) }
        let detail = grading.detail.isEmpty ? "" : ": \(grading.detail)"
        return (.diverged, "the task's check said \(then) and says \(now)\(detail)", nil)
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
