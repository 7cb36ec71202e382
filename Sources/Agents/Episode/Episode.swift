import Images
package import Interaction
import Synchronization

/// One run of the loop: look, decide, pass the gate, act, settle, and again, until something ends it.
///
/// Every arrow of the loop leaves an event in the log, and an action is announced there before the hand moves.
package struct Episode: Sendable {
    let instruction: String
    let desktop: any Desktop
    let policy: any Policy
    let gatekeeper: any Gatekeeper
    let log: any EpisodeLog
    let supervisor: (any Supervisor)?
    let limits: EpisodeLimits
    let settling: SettleExpectation
    let isDryRun: Bool
    let clock: any Clock<Duration>

    /// - Parameters:
    ///   - instruction: what the policy is to achieve, in words.
    ///   - supervisor: who may hold or stop the episode; `nil` where no person is at the desktop.
    ///   - settling: what to expect of the screen after an action, unless the policy says otherwise.
    ///   - isDryRun: whether decisions are logged and judged, but never executed.
    package init(
        instruction: String, desktop: any Desktop, policy: any Policy, gatekeeper: any Gatekeeper,
        log: any EpisodeLog, supervisor: (any Supervisor)? = nil, limits: EpisodeLimits = EpisodeLimits(),
        settling: SettleExpectation = SettleExpectation(), isDryRun: Bool = false,
        clock: any Clock<Duration> = ContinuousClock()
    ) {
        self.instruction = instruction
        self.desktop = desktop
        self.policy = policy
        self.gatekeeper = gatekeeper
        self.log = log
        self.supervisor = supervisor
        self.limits = limits
        self.settling = settling
        self.isDryRun = isDryRun
        self.clock = clock
    }

    /// Runs to the end, which is logged and returned; nothing is thrown, whatever happens.
    ///
    /// The limit in seconds also breaks off what is under way then, as cancellation of the task does.
    package func run() async -> EpisodeEnd {
        await withTaskGroup(of: EpisodeEnd?.self) { group in
            let isOverdue = Flag()
            group.addTask { await runToEnd(isOverdue) }
            group.addTask {
                try? await clock.sleep(for: .seconds(limits.seconds))
                return nil
            }
            var first = await group.next() ?? nil
            if first == nil {
                if !Task.isCancelled { isOverdue.raise() }
                group.cancelAll()
                first = await group.next() ?? nil
            }
            group.cancelAll()
            return first ?? EpisodeEnd(reason: .broken("the episode did not say how it ended"), steps: 0)
        }
    }

    /// - Parameter isOverdue: raised before the task is cancelled because the time is up.
    private func runToEnd(_ isOverdue: Flag) async -> EpisodeEnd {
        var progress = Progress(elapsed: clock.stopwatch())
        var reason: EpisodeEnd.Reason
        do {
            try await record(
                .started(EpisodeStart(instruction: instruction, policy: policy.name, limits: limits)))
            reason = try await loop(&progress)
        } catch let end as EpisodeEnded {
            reason = end.reason
        } catch is CancellationError {
            reason =
                isOverdue.isRaised
                ? limits.timeIsUp
                : .interrupted(await supervisor?.reasonToStop() ?? "stopped by a signal")
        } catch let loss as DesktopLost {
            reason = .desktopLost(loss.description)
        } catch let ended as ProgramEnded {
            reason = .programEnded(ended.description)
        } catch {
            reason = .broken("\(error)")
        }
        if let problem = await releaseHeld() { reason = problem }
        let end = EpisodeEnd(reason: reason, steps: progress.step - 1)
        do {
            try await record(.ended(end))
        } catch {
            reason = (error as? EpisodeEnded)?.reason ?? .notRecorded("\(error)")
        }
        return EpisodeEnd(reason: reason, steps: end.steps)
    }

    private func loop(_ progress: inout Progress) async throws -> EpisodeEnd.Reason {
        var screen = try await look(&progress)
        while true {
            try await checkpoint(&progress, screen: &screen)
            switch try await decide(&progress, on: screen) {
            case .finish(let outcome):
                return progress.ending(.finished(outcome))
            case .assertion(let result):
                guard result.holds || result.isSoft else { return progress.ending(.assertionFailed(result.words)) }
                if !result.holds { progress.note(result) }
                progress.record(on: screen, .assertion(result), .executed(changed: false, unexecuted: []), in: self)
                try await record(.observed(step: progress.step, screen))
            case .lookAgain(let waiting):
                try await desktop.watchForChanges()
                _ = try await desktop.settle(
                    SettleExpectation(
                        firstChange: waiting.interval, quiet: .milliseconds(100), deadline: waiting.interval))
                screen = try await look(&progress)
            case .act(let proposal):
                if let end = try await act(proposal, on: screen, &progress) { return progress.ending(end) }
                screen = try await look(&progress)
            }
        }
    }

    /// Releases keys and buttons that actions left down, and says so. Returns what went wrong.
    private func releaseHeld() async -> EpisodeEnd.Reason? {
        do {
            let held = try await desktop.releaseHeld()
            if !held.isEmpty { try await record(.released(held)) }
            return nil
        } catch let end as EpisodeEnded {
            return end.reason
        } catch is DesktopLost {
            // Nothing is held on a display that is gone.
            return nil
        } catch {
            return .broken("keys and buttons that are held could not be released: \(error)")
        }
    }

    /// Writes an event down. What cannot be written down ends the episode.
    func record(_ event: EpisodeEvent) async throws {
        do {
            try await log.append(event)
        } catch {
            throw EpisodeEnded(.notRecorded("\(error)"))
        }
    }

    private func look(_ progress: inout Progress) async throws -> ScreenState {
        let screen = try await desktop.look(at: .everything, drawingPointer: false)
        try await record(.observed(step: progress.step, screen))
        return screen
    }

    /// Throws when the episode has to end here, and holds while the supervisor wants it held.
    private func checkpoint(_ progress: inout Progress, screen: inout ScreenState) async throws {
        try Task.checkCancellation()
        if progress.step > limits.steps { throw EpisodeEnded(.limit("\(limits.steps) steps")) }
        if progress.elapsed() > .seconds(limits.seconds) { throw EpisodeEnded(limits.timeIsUp) }
        if try await wasHeld() { screen = try await look(&progress) }
    }

    /// Waits out a hold. Says whether there was one: what was decided before may then be out of date.
    func wasHeld() async throws -> Bool {
        switch await supervisor?.oversight() {
        case nil, .go: return false
        case .stop(let reason): throw EpisodeEnded(.interrupted(reason))
        case .hold(let reason):
            try await record(.paused(reason: reason))
            if case .stop(let reason) = await supervisor?.untilReleased() { throw EpisodeEnded(.interrupted(reason)) }
            try Task.checkCancellation()
            try await record(.resumed)
            return true
        }
    }

    /// Asks the policy, feeding back answers that cannot be used a bounded number of times.
    private func decide(_ progress: inout Progress, on screen: ScreenState) async throws -> Decision {
        async let told = screen.elementsTold()
        var attempt = 1
        while true {
            let took = clock.stopwatch()
            do {
                let decision = try await policy.decide(
                    progress.observation(instruction, on: screen), history: progress.history.steps)
                let time = took()
                for note in await policy.planNotes() { try await record(.planned(step: progress.step, note)) }
                if !decision.isToLookAgain, let list = await told {
                    try await record(.listed(step: progress.step, list))
                }
                try await record(.decided(step: progress.step, decision, took: time))
                return decision
            } catch let answer as UnusableAnswer {
                try await record(.unusable(step: progress.step, answer, attempt: attempt, took: took()))
                guard attempt < limits.unusableAnswers, !answer.isFinal else {
                    throw EpisodeEnded(.unusableAnswers(answer.reason))
                }
                progress.feedback = .unusable(answer.reason)
                attempt += 1
                try Task.checkCancellation()
            }
        }
    }
}

extension Decision {
    fileprivate var isToLookAgain: Bool {
        if case .lookAgain = self { true } else { false }
    }
}

extension Supervisor {
    /// Why the supervisor wants the episode to end, if that is so.
    fileprivate func reasonToStop() async -> String? {
        guard case .stop(let reason) = await oversight() else { return nil }
        return reason
    }
}

/// Something that one task tells another, once.
private final class Flag: Sendable {
    private let raised = Atomic(false)

    var isRaised: Bool { raised.load(ordering: .acquiring) }

    func raise() { raised.store(true, ordering: .releasing) }
}

/// The end of an episode from inside one of its parts.
struct EpisodeEnded: Error {
    let reason: EpisodeEnd.Reason

    init(_ reason: EpisodeEnd.Reason) { self.reason = reason }
}

extension Clock where Duration == Swift.Duration {
    /// A function that tells the time since now.
    package func stopwatch() -> @Sendable () -> Duration {
        let start = now
        return { start.duration(to: self.now) }
    }
}
