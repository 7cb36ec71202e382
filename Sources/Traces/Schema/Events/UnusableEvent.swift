import Agents
package import Images

/// An answer that does not mean an action, and why.
package struct UnusableEvent: TraceEvent {
    package static var name: String { "unusable" }

    var step: Int
    /// From 1, within the step.
    var attempt: Int
    /// What is wrong with the answer, as the model was told.
    package var reason: String
    package var answer: RecordedAnswer
    /// What a grounding model was asked and answered for the places of the answer; `nil` where none was.
    package var grounders: [RecordedAnswer]?
    var tookMilliseconds: Double

    init(_ step: Int, _ answer: UnusableAnswer, attempt: Int, picture: FrameName?, took: Duration) {
        self.step = step
        self.attempt = attempt
        reason = answer.reason
        self.answer = RecordedAnswer(answer.answer, picture: picture, mapped: nil)
        grounders = RecordedAnswer.list(answer.groundingAnswers)
        tookMilliseconds = took.inMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case step, attempt, reason, answer, grounders
        case tookMilliseconds = "took_ms"
    }

    package var frames: [FrameName] { [answer.picture].compactMap(\.self) }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.unusable.append(self) }
        steps.spend(elapsed, .decide)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        step.unusable.compactMap { TraceRow("unusable", "\($0.reason): \($0.answer.text)") }
    }

    package func hidingWords(in boxes: [Box<ImageSpace>]) -> UnusableEvent {
        var event = self
        event.answer.hideElements(in: boxes)
        return event
    }

    package func mappingRequest(_ map: (String) -> String) -> UnusableEvent {
        var event = self
        event.answer.request = answer.request.map(map)
        return event
    }
}
