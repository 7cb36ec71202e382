package import Agents
import Foundation
package import Images
package import Interaction
package import Sessions
package import Traces

/// Replays a trace on a fresh desktop: its task is set up again, its actions are carried out again, and each settled
/// screen and the grading at the end are compared with the recorded ones.
package struct ReplayRun: Sendable {
    private let trace: Trace
    private let name: String
    private let replay: DesktopReplay
    private let options: Options

    /// How a trace is replayed.
    package struct Options: Sendable {
        /// How screens are compared, over what the trace says.
        package var rule = ComparisonRule()
        /// Whether titles, places and focus of windows count, too.
        package var comparesWindows = true
        /// Whether to go on after a screen that is not alike.
        package var continues = false
        /// Whether a target at another place than the recorded one counts as a difference.
        package var isStrict = false
        /// The task's script, which decides anew; `nil` for a trace of any other policy, whose decisions are repeated.
        package var script: (any Policy)?
        /// The look under which it is replayed in place of the recorded one; `nil` for the recorded.
        package var look: String?
        /// Reads what differs, for the reasons.
        package var naming: (any ElementNaming)?
        /// Keeps the picture of a difference under the number of its step, and says where.
        package var keepPicture: @Sendable (Int, Image) throws -> String? = { _, _ in nil }

        /// Prepares a fresh session for what was done from outside; the environment variables of programs that it starts.
        package var prepare: @Sendable (Session) throws -> [String: String] = { _ in [:] }

        /// Creates the default options.
        package init() {}
    }

    /// - Parameter name: what the trace is called in reports.
    /// - Throws: ``ReplayError`` for a trace that cannot be replayed.
    package init(_ trace: Trace, name: String, options: Options) throws(ReplayError) {
        replay = try DesktopReplay(
            trace, name: name,
            options: DesktopReplay.Options(
                rule: options.rule, comparesWindows: options.comparesWindows, continues: options.continues,
                script: options.script, isStrict: options.isStrict, isOtherLook: options.look != nil,
                naming: options.naming, keepPicture: options.keepPicture))
        if let fault = trace.header.comparison?.fault {
            throw .brokenComparison(trace: name, fault: fault)
        }
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
        let programs = parts.programs ?? LaunchedPrograms()
        parts.programs = programs
        parts.startSession = { [parts, options, trace] in
            let session = try await parts.startSession()
            do {
                let variables = try options.prepare(session)
                await replay.take(OutsideChanges(of: trace, in: session, with: variables, watchedBy: programs))
            } catch {
                await session.end()
                throw error
            }
            return session
        }
        let task = limited(task)
        let result = await TaskRun(task, parts: parts).run()
        let later = try? Trace(folder: record)
        let (times, recordedTimes) = (later?.arrivals ?? [:], trace.arrivals)
        let looks = await replay.looks.map {
            $0.timed(times, recorded: recordedTimes, budget: tolerance(for: $0.step).budget)
        }
        let verdict = ReplayVerdict(
            trace: trace, continues: options.continues, result: result, looks: looks,
            expected: await replay.expected, violation: await replay.violation,
            recorded: recordedGrading(beside: later?.grading), grading: later?.grading, limits: task.settings.limits)
        let (kind, reason, cause) = verdict.judgement
        var report = ReplayReport(
            trace: name, task: task.id, verdict: kind, reason: reason, looks: looks,
            expectedLooks: verdict.expected, recordedOutcome: verdict.recorded.map(ReplayReport.Outcome.init),
            outcome: later?.grading.map(ReplayReport.Outcome.init),
            environment: later.map { trace.changes(to: $0) } ?? [],
            seconds: (result.duration / .milliseconds(10)).rounded() / 100, violation: verdict.violation,
            isUnmatched: await replay.unmatchedMoves > 0, unreached: await replay.unreached)
        report.look = options.look
        if !report.isAsRecorded { report.printed = later?.lastPrinted() ?? [] }
        return (report, cause)
    }

    /// The time of a replay, in that of its run: the run's limit is for a policy, whereas a replay's time is that of the
    /// machine that reads and compares, which may be busy. It has to end what hangs, no more.
    private static let slowness = 5.0

    private func tolerance(for step: Int) -> ReplayTolerance {
        let recorded = trace.header.comparison?.rule(for: step) ?? ComparisonRule()
        return ReplayTolerance(recorded.overridden(by: options.rule))
    }

    /// The recorded limits, with time for the waits that only a replay has.
    private func limited(_ task: DesktopTask) -> DesktopTask {
        let limits = trace.header.limits
        let patience = trace.steps.map { tolerance(for: $0.number).patience / .seconds(1) }.max() ?? 0
        let waiting = patience * Double(replay.recordedLooks) + trace.arrivals.values.reduce(0, +)
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
}

extension Trace {
    /// What around the program is not as it was.
    fileprivate func changes(to later: Trace) -> [String] {
        let changes = later.header.environment.differences(from: header.environment)
        guard let then = header.session.home, let now = later.header.session.home, then != now else { return changes }
        return changes + ["recorded in the home folder '\(then)', which is taken; now in '\(now)'"]
    }
}
