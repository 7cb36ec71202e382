import Agents

extension TraceEvent {
    /// What of an event is kept.
    ///
    /// - Parameter picture: the kept picture that a model saw. Looks have a picture of their own and are made where it is
    ///   kept.
    init(_ event: EpisodeEvent, picture: FrameName?) {
        switch event {
        case .started: self = .started
        case .observed: preconditionFailure("a look is recorded together with its frame")
        case .decided(let step, let decision, let took):
            self = .decided(
                .init(
                    step: step, decision: RecordedDecision(decision, picture: picture),
                    tookMilliseconds: took.inMilliseconds))
        case .unusable(let step, let answer, let attempt, let took):
            self = .unusable(
                .init(
                    step: step, attempt: attempt, reason: answer.reason,
                    answer: RecordedAnswer(answer.answer, picture: picture, mapped: nil),
                    tookMilliseconds: took.inMilliseconds))
        case .gated(let step, let action, let verdict):
            self = .gated(
                .init(
                    step: step, action: RecordedAction(action), allowed: verdict.allowed, rule: verdict.rule,
                    keys: verdict.judged?.keys, window: verdict.judged?.window, element: verdict.judged?.element))
        case .outdated(let step, let reason): self = .outdated(.init(step: step, reason: reason))
        case .announced(let step, let action):
            self = .announced(.init(step: step, action: RecordedAction(action)))
        case .executed(let step, let execution, let took):
            self = .executed(
                .init(step: step, execution: RecordedExecution(execution), tookMilliseconds: took.inMilliseconds))
        case .executionFailed(let step, let reason):
            self = .executionFailed(.init(step: step, reason: reason))
        case .settled(let step, let report):
            self = .settled(.init(step: step, report: RecordedSettling(report)))
        case .paused(let reason): self = .paused(.init(reason: reason))
        case .resumed: self = .resumed
        case .released(let held):
            self = .released(.init(keys: held.keys, buttons: held.buttons.map(\.rawValue)))
        case .ended(let end): self = .ended(RecordedEnd(end))
        case .judged(let judgement): self = .graded(RecordedGrading(judgement))
        }
    }
}
