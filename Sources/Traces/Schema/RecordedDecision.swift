import Agents
package import Images
package import Interaction

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

/// What a model was asked and what it said.
package struct RecordedAnswer: Hashable, Codable, Sendable {
    /// The name of the dialect in which the model was asked and answered.
    package var dialect: String
    /// The request as sent, with pictures replaced by their frames' names.
    package var request: String?
    /// The picture as sent, where it was not the screenshot itself.
    package var picture: FrameName?
    package var coordinates: RecordedFrame
    /// The answer, character by character.
    package var text: String
    /// What was read from it, in the pixels of the model's picture.
    var action: RecordedAction?
    /// Where its point lies on the screen.
    package var mapped: Point<ScreenSpace>?
    /// Whether that point had to be moved to lie inside the picture.
    var clamped: Bool
    /// Further calls in the same answer.
    var unexecuted: [String]
    var promptTokens: Int?
    var answerTokens: Int?
    /// What went over the wire; `nil` for a model in the process.
    var exchange: RecordedExchange?
    /// Whether the request lists elements as text; not written.
    var listsElements = false

    init(_ answer: ModelAnswer, picture: FrameName?, mapped: Point<ScreenSpace>?) {
        dialect = answer.dialect
        request = answer.request
        self.picture = picture
        coordinates = RecordedFrame(answer.frame)
        text = answer.text
        action = answer.action.map { RecordedAction($0) }
        self.mapped = mapped
        clamped = answer.clamped
        unexecuted = answer.unexecuted
        promptTokens = answer.promptTokens
        answerTokens = answer.answerTokens
        exchange = answer.exchange.map(RecordedExchange.init)
        listsElements = answer.listsElements
    }

    /// What grounding models said. Their pictures are the step's screenshot, resized to `coordinates`.
    static func list(_ answers: [ModelAnswer]) -> [RecordedAnswer]? {
        guard !answers.isEmpty else { return nil }
        return answers.map { answer in
            let mapped = answer.action?.point.flatMap { try? answer.frame.screenPoint($0).point }
            return RecordedAnswer(answer, picture: nil, mapped: mapped)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case dialect, request, picture, coordinates, text, action, mapped, clamped, unexecuted, exchange
        case promptTokens = "prompt_tokens"
        case answerTokens = "answer_tokens"
    }
}

/// How words became a place.
package struct RecordedGrounding: Hashable, Codable, Sendable {
    var target: RecordedTarget
    var grounder: String
    /// All that was found.
    package var candidates: [RecordedCandidate]
    /// The index of the one that was taken.
    package var chosen: Int
    var rule: String
    /// The element that was acted on; traces of earlier versions have none.
    package var element: RecordedElement?

    init(_ grounding: Grounding) {
        element = grounding.element.map { element in
            let candidates = grounding.candidates
            let box = candidates.indices.contains(grounding.chosen) ? candidates[grounding.chosen].box : nil
            return RecordedElement(element, box: box)
        }
        target = RecordedTarget(grounding.target)
        grounder = grounding.grounder
        candidates = grounding.candidates.map(RecordedCandidate.init)
        chosen = grounding.chosen
        rule = grounding.rule
    }

    /// The grounding as a policy gave it.
    package var restored: Grounding {
        Grounding(
            target: Target(
                target.text, inWindow: target.inWindow, below: target.below, rightOf: target.rightOf, nth: target.nth,
                role: target.role.map { ElementRole(name: $0) }, state: target.demand),
            grounder: grounder,
            candidates: candidates.map {
                Candidate(box: $0.box, point: $0.point, text: $0.text, confidence: $0.confidence, isExact: $0.isExact)
            }, chosen: chosen, rule: rule)
    }
}

/// Something on the screen named in words.
struct RecordedTarget: Hashable, Codable, Sendable {
    var text: String
    var inWindow: String?
    var below: String?
    var rightOf: String?
    var nth: Int?
    /// What kind of element, where the target says; traces of earlier versions have none.
    var role: String?
    var states: [String]?

    init(_ target: Target) {
        role = target.role?.name
        states = target.state.map { $0.present.names + $0.absent.names.map { "!\($0)" } }
        text = target.text
        inWindow = target.inWindow
        below = target.below
        rightOf = target.rightOf
        nth = target.nth
    }

    private enum CodingKeys: String, CodingKey {
        case text, below, nth, role, states
        case inWindow = "in_window"
        case rightOf = "right_of"
    }
}

extension RecordedTarget {
    fileprivate var demand: StateDemand? {
        states.map { names in
            StateDemand(
                present: ElementStates(names.compactMap { ElementStates(name: $0) }),
                absent: ElementStates(
                    names.filter { $0.hasPrefix("!") }.compactMap { ElementStates(name: String($0.dropFirst())) }))
        }
    }
}

/// The element that an action was meant for.
package struct RecordedElement: Hashable, Codable, Sendable {
    package var role: String
    package var name: String
    /// Where it stood, in the screenshot's pixels.
    package var box: Box<ImageSpace>?
    /// Where the knowledge of it came from, such as `accessibility`.
    package var sources: [String]

    init(_ element: Element, box: Box<ImageSpace>?) {
        role = element.role.name
        name = element.name
        self.box = box
        sources = element.sources.names
    }
}

/// Something that a grounder found, in the screenshot's pixels.
package struct RecordedCandidate: Hashable, Codable, Sendable {
    /// Where it lies.
    package var box: Box<ImageSpace>
    var point: Point<ImageSpace>
    package var text: String
    var confidence: Double
    var isExact: Bool

    init(_ candidate: Candidate) {
        box = candidate.box
        point = candidate.point
        text = candidate.text
        confidence = candidate.confidence
        isExact = candidate.isExact
    }

    private enum CodingKeys: String, CodingKey {
        case box, point, text, confidence
        case isExact = "exact"
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
    var claim: String
    var holds: Bool
    var detail: String
    /// Where the target was found.
    package var grounding: RecordedGrounding?

    init(_ result: AssertionResult) {
        claim = result.claim
        holds = result.holds
        detail = result.detail
        grounding = result.grounding.map(RecordedGrounding.init)
    }
}

/// What a policy says became of its instruction.
package struct RecordedOutcome: Hashable, Codable, Sendable {
    var success: Bool
    /// The answer, or why it failed.
    package var text: String?
    /// `infeasible`, `refusal` or `safety_stop`; `nil` for success and for any other failure.
    var kind: String?

    init(_ outcome: Outcome) {
        (success, text, kind) =
            switch outcome {
            case .success(let answer): (true, answer, nil)
            case .failure(let reason), .stuck(let reason): (false, reason, nil)
            case .infeasible(let reason): (false, reason, "infeasible")
            case .refusal(let reason): (false, reason, "refusal")
            case .safetyStop(let reason): (false, reason, "safety_stop")
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
        default: .failure(reason: reason)
        }
    }
}
