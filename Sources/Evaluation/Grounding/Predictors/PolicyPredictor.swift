package import Agents
import Images
import Interaction

/// Puts each item to a fresh policy as the first step of an episode, and executes nothing.
package struct PolicyPredictor: GroundingPredictor {
    package let setup: GroundingSetup
    private let makePolicy: @Sendable () async throws -> any Policy

    /// - Parameters:
    ///   - setup: what the policy's answers depend on; its coordinates are `pixels`.
    ///   - makePolicy: called for each item, since policies keep state.
    package init(setup: GroundingSetup, _ makePolicy: @escaping @Sendable () async throws -> any Policy) {
        self.setup = setup
        self.makePolicy = makePolicy
    }

    package func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        let screen = Size<ScreenSpace>(width: question.image.width, height: question.image.height)
        let state = ScreenState(
            screenshot: Screenshot(image: question.image, screen: screen, capture: screen.bounds),
            pointer: screen.bounds.centre, windows: [])
        let observation = Observation(step: 1, instruction: question.instruction, screen: state, feedback: nil)
        do {
            return prediction(from: try await makePolicy().decide(observation, history: []), question.image)
        } catch let error as UnusableAnswer {
            return GroundingPrediction(error.answer)
        }
    }

    private func prediction(from decision: Decision, _ image: Image) -> GroundingPrediction {
        switch decision {
        case .act(let proposal):
            if let answer = proposal.answer { return GroundingPrediction(answer) }
            guard let point = proposal.action.point else {
                return GroundingPrediction(.nothing(reason: "the action names no place"), on: image)
            }
            return GroundingPrediction(.place(x: point.x, y: point.y), on: image)
        case .finish(.failure), .finish(.infeasible): return GroundingPrediction(.refusal, on: image)
        case .finish(.success), .finish(.refusal), .finish(.safetyStop), .finish(.outsidePlan), .finish(.stuck),
            .lookAgain, .assertion:
            return GroundingPrediction(.nothing(reason: "the policy did not act"), on: image)
        }
    }
}

extension GroundingPrediction {
    /// What a model said, so that the evaluation's own parser and unrounded numbers decide.
    fileprivate init(_ answer: ModelAnswer) {
        self.init(
            .text(answer.text), picture: answer.frame.model, promptTokens: answer.promptTokens,
            answerTokens: answer.answerTokens)
    }
}
