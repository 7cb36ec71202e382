import Agents
import Interaction
import Synchronization

/// The parts into which the time of an attempt falls.
enum AttemptPhase: String, CaseIterable, Sendable {
    /// Starting the session.
    case session
    /// Until the task can begin.
    case setUp = "set_up"
    /// Capturing the screen and writing it down.
    case look
    /// Waiting for the policy's answer.
    case policy
    /// Judging and announcing the action.
    case gate
    case act
    /// Waiting until the screen has come to rest.
    case settle
    /// Waiting because the policy wanted to.
    case wait
    /// Checking the final state.
    case check
    /// Ending the session.
    case close
}

/// Measures an attempt from outside: what it passes to the run of a task notes when which part begins.
final class AttemptMeter: Sendable {
    struct Reading {
        var phase = AttemptPhase.session
        var seconds: [AttemptPhase: Double] = [:]
        var promptTokens: Int?
        var answerTokens: Int?
        var cachedTokens: Int?
        var cost: Double?
        /// Whether a record was begun.
        var hasTrace = false
        /// What ended it and would end every other attempt.
        var commonFault: (any CommonFault)?
        fileprivate var isWaiting = false
        fileprivate var last = ContinuousClock.now
    }

    private let state = Mutex(Reading())

    /// What has been measured up to now; what is under way counts.
    var reading: Reading {
        state.withLock { state in
            state.spend(on: state.phase)
            return state
        }
    }

    /// The same parts, watched.
    func watching(_ parts: TaskRun.Parts) -> TaskRun.Parts {
        var watched = parts
        watched.connect = { [self] session in
            begin(.setUp)
            return try await parts.connect(session)
        }
        watched.makePolicy = { [self] desktop in
            begin(.policy)
            return MeteredPolicy(meter: self, policy: try await parts.makePolicy(desktop))
        }
        watched.openLog = { [self] session in
            begin(.setUp)
            state.withLock { $0.hasTrace = true }
            return MeteredLog(meter: self, next: try await parts.openLog(session))
        }
        return watched
    }

    private func begin(_ phase: AttemptPhase) {
        state.withLock { state in
            state.spend(on: state.phase)
            state.phase = phase
        }
    }

    fileprivate func note(_ event: EpisodeEvent) { state.withLock { $0.note(event) } }

    fileprivate func note(_ fault: any CommonFault) { state.withLock { $0.commonFault = fault } }
}

/// Passes decisions on, and notes what would end every other attempt, too.
private struct MeteredPolicy: Policy {
    let meter: AttemptMeter
    let policy: any Policy

    var name: String { policy.name }
    var picturesNeeded: Int { policy.picturesNeeded }

    func planNotes() async -> [PlanNote] { await policy.planNotes() }

    func untilWithdrawn() async { await policy.untilWithdrawn() }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        do {
            return try await policy.decide(observation, history: history)
        } catch {
            if let fault = error.commonFault { meter.note(fault) }
            throw error
        }
    }
}

/// Passes events on, and notes them.
private struct MeteredLog: EpisodeLog {
    let meter: AttemptMeter
    let next: any EpisodeLog

    func append(_ event: EpisodeEvent) async throws {
        meter.note(event)
        try await next.append(event)
    }
}

extension AttemptMeter.Reading {
    /// What lies between two events counts as what led to the second.
    fileprivate mutating func note(_ event: EpisodeEvent) {
        switch event {
        case .started: pass(.setUp, next: .look)
        case .observed: pass(isWaiting ? .wait : .look, next: .policy)
        case .decided(_, let decision, _):
            pass(.policy, next: .gate)
            note(decision)
        case .listed: break
        case .planned: pass(.policy, next: .policy)
        case .unusable(_, let answer, _, _):
            pass(.policy, next: .policy)
            count(answer.answer)
        case .gated: pass(.gate, next: .gate)
        case .outdated: pass(.gate, next: .look)
        case .announced: pass(.gate, next: .act)
        case .executed, .executionFailed: pass(isWaiting ? .wait : .act, next: .settle)
        case .settled: pass(isWaiting ? .wait : .settle, next: .look)
        case .released: pass(.act, next: .look)
        case .printed: break
        case .ended: pass(.look, next: .check)
        case .judged: pass(.check, next: .close)
        // Pauses and other events between steps.
        default: pass(.wait, next: phase)
        }
    }

    private mutating func note(_ decision: Decision) {
        switch decision {
        case .lookAgain: isWaiting = true
        case .act(let proposal):
            isWaiting = if case .wait = proposal.action { true } else { false }
            if let answer = proposal.answer { count(answer) }
        case .assertion, .finish: isWaiting = false
        }
    }

    private mutating func count(_ answer: ModelAnswer) {
        if let tokens = answer.promptTokens { promptTokens = (promptTokens ?? 0) + tokens }
        if let tokens = answer.answerTokens { answerTokens = (answerTokens ?? 0) + tokens }
        if let tokens = answer.exchange?.cachedTokens ?? answer.work?.reusedTokens {
            cachedTokens = (cachedTokens ?? 0) + tokens
        }
        if let price = answer.exchange?.cost { cost = (cost ?? 0) + price }
    }

    private mutating func pass(_ passed: AttemptPhase, next: AttemptPhase) {
        spend(on: passed)
        phase = next
    }

    fileprivate mutating func spend(on phase: AttemptPhase) {
        let now = ContinuousClock.now
        seconds[phase, default: 0] += last.duration(to: now) / .seconds(1)
        last = now
    }
}
