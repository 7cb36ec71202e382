package import Images

/// What became of one item.
package enum Verdict: String, Codable, CaseIterable, Hashable, Sendable {
    case correct
    case wrong
    /// Wrong, because no place could be read from the answer.
    case wrongFormat = "wrong_format"
    /// Wrong, because the answer names several places.
    case severalAnswers = "several_answers"
    /// The item could not be put to the predictor; it is in no score.
    case notEvaluated = "not_evaluated"

    /// As ScreenSpot-Pro's result file has it, which knows no answer of several places apart.
    package var official: String { self == .severalAnswers ? Verdict.wrongFormat.rawValue : rawValue }
}

/// A scored answer: the verdict, and the very point that was compared, unrounded.
package struct GroundingJudgement: Hashable, Sendable {
    /// The verdict itself.
    package let verdict: Verdict
    /// In pixels of the picture as published; `nil` when the answer names no single place.
    package let point: Point<ImageSpace>?
}
