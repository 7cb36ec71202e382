import Agents
import Images

/// The kinds of events that a trace holds.
enum TraceEvents {
    /// In the order in which a step's text speaks of them.
    static let all: [any TraceEvent.Type] = [
        StartedEvent.self, UnusableEvent.self, PlannedEvent.self, DecidedEvent.self, GatedEvent.self,
        OutdatedEvent.self,
        AnnouncedEvent.self, ExecutionFailedEvent.self, ExecutedEvent.self, SettledEvent.self, ObservedEvent.self,
        OutsideEvent.self, PrintedEvent.self, PausedEvent.self, ResumedEvent.self, ReleasedEvent.self, RecordedEnd.self,
        RecordedGrading.self,
    ]

    static let byName: [String: any TraceEvent.Type] = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// What is kept of something that happened in an episode.
    ///
    /// - Parameter picture: the kept picture that a model saw. Looks are made where their own picture is kept.
    static func event(_ event: EpisodeEvent, picture: FrameName?) -> any TraceEvent {
        switch event {
        case .started: StartedEvent()
        case .observed: preconditionFailure("a look is recorded together with its frame")
        case .listed: preconditionFailure("elements are recorded with the decision that follows")
        case .decided(let step, let decision, let took): DecidedEvent(step, decision, picture: picture, took: took)
        case .planned(let step, let note): PlannedEvent(step, note)
        case .unusable(let step, let answer, let attempt, let took):
            UnusableEvent(step, answer, attempt: attempt, picture: picture, took: took)
        case .gated(let step, let action, let verdict): GatedEvent(step, action, verdict)
        case .outdated(let step, let reason): OutdatedEvent(step: step, reason: reason)
        case .announced(let step, let action): AnnouncedEvent(step: step, action: RecordedAction(action))
        case .executed(let step, let execution, let took): ExecutedEvent(step, execution, took: took)
        case .executionFailed(let step, let reason): ExecutionFailedEvent(step: step, reason: reason)
        case .settled(let step, let report): SettledEvent(step: step, report: RecordedSettling(report))
        case .paused(let reason): PausedEvent(reason: reason)
        case .resumed: ResumedEvent()
        case .changed(let change): OutsideEvent(change)
        case .printed(let printed): PrintedEvent(printed)
        case .released(let held): ReleasedEvent(held)
        case .ended(let end): RecordedEnd(end)
        case .judged(let judgement): RecordedGrading(judgement)
        }
    }
}
