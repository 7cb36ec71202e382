import Images
package import Interaction

/// Puts the whole instruction to a grounder and takes its best candidate; none is a refusal.
package struct GrounderPredictor: GroundingPredictor {
    /// What its results are filed under.
    package let setup: GroundingSetup
    private let grounder: any Grounder

    /// - Parameter details: what moves the grounder's results, such as its language.
    package init(_ grounder: any Grounder, details: [String: String] = [:]) {
        self.grounder = grounder
        setup = GroundingSetup(predictor: grounder.name, prompt: "{instruction}", details: details)
    }

    package func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        let hasWords = question.instruction.contains { $0.isLetter || $0.isNumber }
        let best =
            hasWords
            ? try await grounder.candidates(for: question.instruction, in: question.image).first : nil
        guard let point = best?.point else { return GroundingPrediction(.refusal, on: question.image) }
        return GroundingPrediction(.place(x: point.x, y: point.y), on: question.image)
    }
}
