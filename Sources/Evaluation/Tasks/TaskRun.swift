package import Agents
import Foundation
package import Interaction
package import Sessions

/// Runs one task: session, set-up, episode, check. The one function behind `run`, task evaluation and replay.
package struct TaskRun: Sendable {
    let task: DesktopTask
    let parts: Parts

    /// What differs between the uses of a task.
    package struct Parts: Sendable {
        var startSession: @Sendable () async throws -> Session
        var connect: @Sendable (Session) async throws -> any TaskDesktop
        var makePolicy: @Sendable (any TaskDesktop) async throws -> any Policy
        /// Opens the record of this run; the session's own report goes into its first line.
        var openLog: @Sendable (Session) async throws -> any EpisodeLog
        var gatekeeper: any Gatekeeper
        /// Who may hold the loop on this session's display.
        var supervise: @Sendable (Session) async throws -> (any Supervisor)?
        var isDryRun: Bool
        /// The source of files that the task names by URL.
        package var mirror = FileMirror()
        /// Whether a record is replayed, in which a program may rightly end with a status other than 0 before the last
        /// screen looks as recorded.
        var isReplay = false
        /// How long a command of the set-up or of a check may take, in seconds.
        package var commandSeconds = 60
        /// Takes up the programs that are launched; `nil` for a list of the run's own.
        package var programs: LaunchedPrograms?
        /// Looks at the session where the episode begins and where it has ended.
        package var observer: TaskObserver?

        /// Creates the parts; the others keep their defaults.
        package init(
            startSession: @escaping @Sendable () async throws -> Session,
            connect: @escaping @Sendable (Session) async throws -> any TaskDesktop,
            makePolicy: @escaping @Sendable (any TaskDesktop) async throws -> any Policy,
            openLog: @escaping @Sendable (Session) async throws -> any EpisodeLog,
            gatekeeper: any Gatekeeper,
            supervise: @escaping @Sendable (Session) async throws -> (any Supervisor)?, isDryRun: Bool
        ) {
            self.startSession = startSession
            self.connect = connect
            self.makePolicy = makePolicy
            self.openLog = openLog
            self.gatekeeper = gatekeeper
            self.supervise = supervise
            self.isDryRun = isDryRun
        }
    }

    /// Creates a run of `task`, which ``run()`` starts.
    package init(_ task: DesktopTask, parts: Parts) {
        self.task = task
        self.parts = parts
    }

    /// Runs it to its outcome; whatever keeps it from being run becomes ``TaskOutcome/notEvaluated(reason:cause:)``.
    package func run() async -> TaskResult {
        let start = ContinuousClock.now
        let session: Session
        do {
            session = try await parts.startSession()
        } catch {
            return TaskResult(
                task: task.id, outcome: .notEvaluated(reason: "\(error)", cause: error), end: nil,
                duration: start.duration(to: .now))
        }
        let programs = parts.programs ?? LaunchedPrograms()
        let (outcome, end, checks) = await run(in: session, programs)
        // Before the session's end, which ends all others.
        let (endings, outputs) = (programs.endings, programs.outputs)
        await session.end()
        return TaskResult(
            task: task.id, outcome: outcome, end: end, checks: checks, duration: start.duration(to: .now),
            endedPrograms: endings, outputs: outputs, hasCrashed: programs.isBlamed)
    }

    /// What a run has come to so far, and what remains of it when an error ends it.
    private struct Progress {
        var end: EpisodeEnd?
        var checks: [CheckFinding] = []
        var log: ActionWatch?
    }

    private func run(
        in session: Session, _ programs: LaunchedPrograms
    ) async -> (TaskOutcome, EpisodeEnd?, [CheckFinding]) {
        var progress = Progress()
        do {
            let outcome = try await run(in: session, programs, &progress)
            return (outcome, progress.end, progress.checks)
        } catch let ended as ProgramEnded {
            programs.blame()
            let outcome = TaskOutcome.failed(score: 0, reason: ended.description)
            try? await progress.log?.append(.judged(outcome.judgement(progress.checks)))
            return (outcome, progress.end, progress.checks)
        } catch {
            return (.notEvaluated(reason: "\(error)", cause: error), progress.end, progress.checks)
        }
    }

    private func run(
        in session: Session, _ programs: LaunchedPrograms, _ progress: inout Progress
    ) async throws -> TaskOutcome {
        let files = try GuestFiles(root: session.home)
        let desktop = try await parts.connect(session)
        let policy = try await parts.makePolicy(desktop)
        let setup = SetupRunner(
            session: session, files: files, desktop: desktop, folder: task.folder, mirror: parts.mirror,
            programs: programs, commandSeconds: parts.commandSeconds)
        try setup.copyFiles(of: task)
        let log = ActionWatch(passingTo: OutputWatch(passingTo: try await parts.openLog(session), of: programs))
        progress.log = log
        try await setup.run(task.config)
        let before = try setup.snapshot(of: task.settings.unchanged)
        try await parts.observer?.began(setup)
        let noticing: any Policy =
            policy.outlivesPrograms
            ? policy : CrashNoticing(policy, programs: programs, isReplay: parts.isReplay)
        let end = try await episode(of: noticing, on: desktop, in: session, log).run()
        progress.end = end
        if EpisodeStopped(end.reason) == nil { try await parts.observer?.ended(setup) }
        let grader = Grader(setup: setup, policyActed: log.hasActed)
        let outcome =
            if let crash = programs.blame(for: end) { crash } else {
                await outcome(of: end, since: before, grader, hasAsserted: log.hasAsserted)
            }
        progress.checks = grader.findings.all
        // What was cancelled leaves no verdict behind: it is run again.
        if case .notEvaluated(_, let cause) = outcome, cause is CancellationError { return outcome }
        try await log.append(.judged(outcome.judgement(progress.checks)))
        return outcome
    }

    private func episode(
        of policy: any Policy, on desktop: any TaskDesktop, in session: Session, _ log: ActionWatch
    ) async throws -> Episode {
        Episode(
            instruction: task.instruction, desktop: desktop, policy: policy, gatekeeper: parts.gatekeeper, log: log,
            supervisor: try await parts.supervise(session), limits: task.settings.limits, isDryRun: parts.isDryRun)
    }

    private func outcome(
        of end: EpisodeEnd, since before: HomeSnapshot, _ grader: Grader, hasAsserted: Bool
    ) async -> TaskOutcome {
        do {
            return try await judge(end, since: before, grader, hasAsserted: hasAsserted)
        } catch {
            return .notEvaluated(reason: "\(error)", cause: error)
        }
    }

    /// What the episode's end and the final state amount to. What the policy spoilt fails; nothing that it does makes the
    /// attempt one that is not evaluated.
    private func judge(
        _ end: EpisodeEnd, since before: HomeSnapshot, _ grader: Grader, hasAsserted: Bool
    ) async throws -> TaskOutcome {
        if let stop = EpisodeStopped(end.reason) {
            let loss: (any Error)? = if case .desktopLost(let reason) = stop { DesktopLost(reason) } else { nil }
            guard task.evaluator != nil, let loss, case .ofGuest(let problem) = grader.fault(loss) else {
                return .notEvaluated(reason: stop.description, cause: stop)
            }
            return .failed(score: 0, reason: EvidenceFault.ofGuest(problem).description)
        }
        guard let evaluator = task.evaluator else { return end.reason.outcomeWithoutCheck(hasAsserted: hasAsserted) }
        do {
            return try await grade(evaluator, end, since: before, grader)
        } catch {
            guard case .ofGuest(let problem) = grader.fault(error) else { throw error }
            return .failed(score: 0, reason: EvidenceFault.ofGuest(problem).description)
        }
    }

    private func grade(
        _ evaluator: Evaluator, _ end: EpisodeEnd, since before: HomeSnapshot, _ grader: Grader
    ) async throws -> TaskOutcome {
        // Before anything that grading does: that is not the policy's doing.
        let changes = try self.changes(since: before, grader)
        let failures = try await grader.setup.run(evaluator.postconfig, phase: .grading)
        let grade = try await grader.grade(evaluator, after: end)
        if case .assertionFailed(let claim) = end.reason { return .failed(score: grade.score, reason: claim) }
        guard grade.score >= 1 else {
            let shortfalls = [end.reason.shortfall].compactMap(\.self) + grade.shortfalls
            let reasons = shortfalls.isEmpty ? ["the checks scored \(grade.score)"] : shortfalls
            return .failed(score: grade.score, reason: (reasons + failures).joined(separator: "; "))
        }
        let effects = try await changes + grader.happened(task.settings.forbidden)
        guard effects.isEmpty else {
            return .failed(score: 0, reason: "forbidden side effect: \(effects.joined(separator: "; "))")
        }
        return .passed(score: grade.score)
    }

    /// What became of the files that were to stay as they are. What can no longer be looked at was changed.
    private func changes(since before: HomeSnapshot, _ grader: Grader) throws -> [String] {
        do {
            return before.changes(to: try grader.setup.snapshot(of: task.settings.unchanged))
        } catch {
            guard case .ofGuest(let problem) = grader.fault(error) else { throw error }
            return [problem]
        }
    }
}
