package import Agents
import Images
import Interaction

extension RecordedDecision {
    /// What the policy decided, as an episode takes it; `nil` when the record holds nothing that this Deskhand knows.
    package var restored: Decision? {
        if let action {
            return action.restored(in: ScreenSpace.self).map {
                .act(
                    Proposal(
                        action: $0, answer: answer?.restored, groundings: restoredGroundings, isBoundToLook: false,
                        outcome: finish?.restored))
            }
        }
        if let lookAgain {
            return .lookAgain(
                Waiting(what: lookAgain.what, interval: .milliseconds(lookAgain.intervalMilliseconds)))
        }
        if let assertion {
            var result = AssertionResult(
                claim: assertion.claim, holds: assertion.holds, detail: assertion.detail,
                grounding: assertion.grounding?.restored)
            result.isSoft = assertion.soft ?? false
            return .assertion(result)
        }
        return finish.map { .finish($0.restored) }
    }

    private var restoredGroundings: [Int: Grounding] {
        var restored: [Int: Grounding] = [:]
        for (index, grounding) in (groundings ?? [grounding]).enumerated() { restored[index] = grounding?.restored }
        return restored
    }
}

extension RecordedAnswer {
    /// The answer without its picture, which lies in the trace; `nil` for a picture without pixels.
    package var restored: ModelAnswer? {
        coordinates.restored.map { frame in
            var answer = ModelAnswer(
                dialect: dialect, request: request, picture: nil, frame: frame, text: text,
                action: action?.restored(in: ModelSpace.self), clamped: clamped, unexecuted: unexecuted,
                promptTokens: promptTokens, answerTokens: answerTokens)
            answer.exchange = exchange?.restored
            answer.changes = changes
            answer.work = work?.restored
            return answer
        }
    }
}

extension RecordedStep {
    /// What the policy was told became of its decision.
    var feedback: Feedback {
        if let gate, !gate.allowed { return .refused(gate.rule) }
        if let failure { return .failed(failure) }
        let hasEffect = settling.map { $0.reason != "no_change" } ?? (action.map(\.isEpisodesOwn) ?? false)
        return .executed(changed: hasEffect, unexecuted: decision?.answer?.unexecuted ?? [])
    }
}

extension RecordedAction {
    /// Whether no hand was needed for it.
    fileprivate var isEpisodesOwn: Bool { restored(in: ScreenSpace.self)?.isEpisodesOwn ?? false }
}
