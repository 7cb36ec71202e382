import Agents
import Images
import Interaction

/// What a policy decided; the field that is set says which kind it is.
package struct RecordedDecision: Hashable, Codable, Sendable {
    package var action: RecordedAction?
    /// What a model answered; `nil` for a script.
    package var answer: RecordedAnswer?
    /// How words became the action's point.
    package var grounding: RecordedGrounding?
    /// How words became the points of a batch's actions, one entry for each; traces of earlier versions have none.
    var groundings: [RecordedGrounding?]?
    /// What a grounding model was asked and answered for the places of the action; `nil` where none was.
    package var grounders: [RecordedAnswer]?
    var lookAgain: RecordedWaiting?
    /// A claim that was checked.
    package var assertion: RecordedAssertion?
    /// How the policy ended the episode.
    package var finish: RecordedOutcome?

    init(_ decision: Decision, picture: FrameName?) {
        switch decision {
        case .act(let proposal):
            action = RecordedAction(proposal.action)
            grounding = proposal.grounding.map(RecordedGrounding.init)
            if case .batch(let actions) = proposal.action, !proposal.groundings.isEmpty {
                groundings = actions.indices.map { proposal.groundings[$0].map(RecordedGrounding.init) }
            }
            finish = proposal.outcome.map(RecordedOutcome.init)
            grounders = RecordedAnswer.list(proposal.groundingAnswers)
            answer = proposal.answer.map {
                RecordedAnswer($0, picture: picture, mapped: proposal.action.point)
            }
        case .lookAgain(let waiting): lookAgain = RecordedWaiting(waiting)
        case .assertion(let result): assertion = RecordedAssertion(result)
        case .finish(let outcome): finish = RecordedOutcome(outcome)
        }
    }

    /// How words became points, of the action or of the actions of a batch.
    package var allGroundings: [RecordedGrounding] { (groundings ?? [grounding]).compactMap(\.self) }

    private enum CodingKeys: String, CodingKey {
        case action, answer, grounding, groundings, grounders, assertion, finish
        case lookAgain = "look_again"
    }
}

/// What is waited for.
package struct RecordedWaiting: Hashable, Codable, Sendable {
    var what: String
    var intervalMilliseconds: Double

    init(_ waiting: Waiting) {
        what = waiting.what
        intervalMilliseconds = waiting.interval.inMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case what
        case intervalMilliseconds = "interval_ms"
    }
}

/// A claim about the screen.
package struct RecordedAssertion: Hashable, Codable, Sendable {
    package var claim: String
    /// Whether the screen bore it out.
    package var holds: Bool
    /// What was found instead, or where it was found.
    package var detail: String
    /// Whether the run went on where it did not hold; `nil` where it is not soft.
    var soft: Bool?
    /// Where the target was found.
    package var grounding: RecordedGrounding?
    /// The kept picture, what was there instead, and what differs, beside each other; `nil` where nothing was compared, or
    /// where something on the screen is hidden.
    var picture: FrameName?

    init(_ result: AssertionResult) {
        claim = result.claim
        holds = result.holds
        detail = result.detail
        grounding = result.grounding.map(RecordedGrounding.init)
        soft = result.isSoft ? true : nil
    }
}

/// What a policy says became of its instruction.
package struct RecordedOutcome: Hashable, Codable, Sendable {
    package var success: Bool
    /// The answer, or why it failed.
    package var text: String?
    /// `infeasible`, `refusal`, `safety_stop` or `outside_plan`; `nil` for success and for any other failure.
    var kind: String?

    init(_ outcome: Outcome) {
        (success, text, kind) =
            switch outcome {
            case .success(let answer): (true, answer, nil)
            case .failure(let reason), .stuck(let reason): (false, reason, nil)
            case .infeasible(let reason): (false, reason, "infeasible")
            case .refusal(let reason): (false, reason, "refusal")
            case .safetyStop(let reason): (false, reason, "safety_stop")
            case .outsidePlan(let reason): (false, reason, "outside_plan")
            }
    }

    /// The outcome as a policy gave it.
    var restored: Outcome {
        let reason = text ?? ""
        guard !success else { return .success(answer: text) }
        return switch kind {
        case "infeasible": .infeasible(reason: reason)
        case "refusal": .refusal(reason: reason)
        case "safety_stop": .safetyStop(reason: reason)
        case "outside_plan": .outsidePlan(reason: reason)
        default: .failure(reason: reason)
        }
    }
}
