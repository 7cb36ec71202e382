import Agents
package import Images
import Interaction

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
    /// What of the screenshot the model was shown, where it was only what had changed: places in the pixels of its picture of
    /// the whole, which `action` is in too; `nil` for a whole screenshot, and in older traces.
    var changes: [Box<ModelSpace>]?
    /// What it took of a model in the process; `nil` for one behind a server, and in older traces.
    var work: RecordedComputation?
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
        changes = answer.changes
        work = answer.work.map(RecordedComputation.init)
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
        case dialect, request, picture, coordinates, text, action, mapped, clamped, unexecuted, exchange, work, changes
        case promptTokens = "prompt_tokens"
        case answerTokens = "answer_tokens"
    }
}
