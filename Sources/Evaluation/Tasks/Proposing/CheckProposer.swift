package import Agents
package import Foundation
import JSON
import Sessions
import Synchronization

/// Proposes a task's check from what its steps change: runs nothing, the steps, and the steps again, each in a fresh
/// session, and tries the check on other end states in the last.
package struct CheckProposer: Sendable {
    /// Runs a task with a script, records the trace in a folder and shows the session to an observer.
    package typealias Attempt = @Sendable (DesktopTask, Script, URL, TaskObserver) async -> TaskResult

    /// How steps end that say that the task cannot be done.
    private static let givenUp = EpisodeEnd.Reason.finished(.failure(reason: "it cannot be done"))

    private let folder: URL
    /// Where expected files lie beside the task.
    private let expectedFolder: String
    private let attempt: Attempt

    /// Creates a proposer that keeps traces and expected files in `folder`, the latter in `expectedFolder` as
    /// beside the task.
    package init(in folder: URL, expectedFolder: String = "expected", attempt: @escaping Attempt) {
        self.folder = folder
        self.expectedFolder = expectedFolder
        self.attempt = attempt
    }

    /// Proposes a check of what `script` does.
    ///
    /// - Parameter progress: told in words what is done next.
    /// - Throws: ``ProposalError``, ``EvaluationError``, or what kept a run from being made.
    package func propose(
        for task: DesktopTask, script: Script, progress: @Sendable (String) -> Void = { _ in }
    ) async throws -> CheckProposal {
        progress("1/3  nothing is done")
        let idle = try await observe(task, Script(steps: []), "idle").states
        progress("2/3  the steps are done")
        let (states, end) = try await observe(task, script, "steps")
        progress("3/3  the steps are done again, and the check is tried on other end states")
        let runs = ObservedRuns(
            before: states.before, after: states.after, idleBefore: idle.before, idleAfter: idle.after)
        return try await tried(runs, end, task, script)
    }

    private func observe(
        _ task: DesktopTask, _ script: Script, _ name: String
    ) async throws -> (states: (before: ObservedState, after: ObservedState), end: EpisodeEnd.Reason) {
        let found = Mutex<(before: ObservedState?, after: ObservedState?)>((nil, nil))
        let observer = TaskObserver { setup in
            let state = try await ObservedState.settled(in: setup)
            found.withLock { $0.before = state }
        } ended: { setup in
            try await setup.run(task.evaluator?.postconfig ?? [], phase: .grading)
            let state = try await ObservedState.settled(in: setup)
            found.withLock { $0.after = state }
        }
        let end = try await run(task, script, name, observer)
        guard case (let before?, let after?) = found.withLock({ $0 }) else {
            throw ProposalError.stepsFailed(task: task.id, reason: "nothing could be looked at")
        }
        return ((before, after), end)
    }

    /// The proposal, after a second run of the steps and a trial of the check in its session.
    private func tried(
        _ first: ObservedRuns, _ end: EpisodeEnd.Reason, _ task: DesktopTask, _ script: Script
    ) async throws -> CheckProposal {
        let snapshots = Mutex<[String: HomeSnapshot]>([:])
        let found = Mutex<CheckProposal?>(nil)
        let observer = TaskObserver { setup in
            let paths = first.before.visible.keys.flatMap { [$0, String($0.prefix { $0 != "/" })] }
            let taken = try Set(paths).map { ($0, try setup.snapshot(of: UnchangedPaths([$0]))) }
            snapshots.withLock { $0 = Dictionary(uniqueKeysWithValues: taken) }
        } ended: { setup in
            try await setup.run(task.evaluator?.postconfig ?? [], phase: .grading)
            var runs = first
            let state = try await ObservedState.settled(in: setup)
            runs.again = state
            var draft = CheckDraft(runs, in: expectedFolder, gaveUp: end == Self.givenUp)
            let own = try JSON(parsing: task.taskText)["evaluator"]?["postconfig"]
            draft.postconfig = own ?? draft.waiting(for: runs)
            let proposal = try await Self.tried(
                draft, runs, state, in: folder, setup, before: snapshots.withLock { $0 }, end, task)
            found.withLock { $0 = proposal }
        }
        _ = try await run(task, script, "again", observer)
        guard let proposal = found.withLock({ $0 }) else {
            throw ProposalError.stepsFailed(task: task.id, reason: "the second run could not be looked at")
        }
        return proposal
    }

    private static func tried(
        _ draft: CheckDraft, _ runs: ObservedRuns, _ state: ObservedState, in folder: URL, _ setup: SetupRunner,
        before: [String: HomeSnapshot], _ end: EpisodeEnd.Reason, _ task: DesktopTask
    ) async throws -> CheckProposal {
        guard !draft.parts.isEmpty else { return CheckProposal(task: task, draft: draft, verdicts: []) }
        try CheckProposal.write(draft.expectedFiles, to: folder)
        var gaps: [TaskGap] = []
        guard let evaluator = Evaluator.read(draft.evaluator, at: [], gaps: &gaps), gaps.isEmpty else {
            throw ProposalError.stepsFailed(task: task.id, reason: gaps.map(\.problem).joined(separator: "; "))
        }
        var setup = setup
        setup.folder = folder
        let trial = CheckTrial(draft: draft, evaluator: evaluator, setup: setup, before: before, end: end)
        let screen = try trial.verdicts(onScreen: runs.idleAfter, state)
        let mutants = StateMutants(runs: runs, state: state, gaveUp: end == givenUp).all
        let verdicts = try await trial.verdicts(on: mutants, of: state)
        return CheckProposal(task: task, draft: draft, verdicts: screen + verdicts)
    }

    /// Runs the task without its own check.
    private func run(
        _ task: DesktopTask, _ script: Script, _ name: String, _ observer: TaskObserver
    ) async throws -> EpisodeEnd.Reason {
        var bare = task
        bare.evaluator = nil
        bare.settings.unchanged = UnchangedPaths()
        bare.settings.forbidden = []
        let result = await attempt(bare, script, folder.appending(path: "traces/\(name)"), observer)
        switch (result.outcome, result.end?.reason) {
        case (.notEvaluated(_, let cause?), _): throw cause
        case (_, .finished(.success)?): return .finished(.success(answer: nil))
        case (_, .finished(.failure)?), (_, .finished(.infeasible)?): return Self.givenUp
        case (.notEvaluated(let reason, nil), _), (.failed(_, let reason), _):
            throw ProposalError.stepsFailed(task: task.id, reason: reason)
        case (.passed, _), (.done, _):
            throw ProposalError.stepsFailed(task: task.id, reason: "they ended otherwise than with success")
        }
    }
}

extension DesktopTask {
    /// The task's file, or an empty object for plain steps.
    var taskText: String { verbatim.first { !$0.isWhitespace } == "{" ? verbatim : "{}" }
}
