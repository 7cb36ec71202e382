public import DeskhandInteraction
import Images
import QwenVL

/// What a model answered, and what it took.
public struct ModelReply: Sendable {
    let answer: Answer

    init(_ answer: Answer) { self.answer = answer }

    /// Without special tokens, up to a stop string.
    public var text: String { answer.text }
    /// Whether it ended as the model wanted, not at a limit.
    public var isComplete: Bool { [.stop, .stopString, .complete].contains(answer.finish) }
    /// Tokens of the prompt, those of pictures included.
    public var promptTokens: Int { answer.counts.prompt }
    /// Tokens of the answer.
    public var answerTokens: Int { answer.counts.answer }
    /// From the question to the end of the answer.
    public var duration: Duration { answer.times.vision + answer.times.prefill + answer.times.decode }

    /// Where a place that the answer names lies in a picture of the question: Qwen2.5-VL counts pixels of the picture as it
    /// was resized for it.
    ///
    /// - Parameter index: of the picture, from 0.
    /// - Returns: `nil` if the picture does not exist or the place lies outside it.
    public func picturePoint(x: Double, y: Double, inPicture index: Int = 0) -> PicturePoint? {
        guard answer.pictures.indices.contains(index) else { return nil }
        let view = answer.pictures[index]
        let column = x * Double(view.image.width) / Double(view.model.width)
        let row = y * Double(view.image.height) / Double(view.model.height)
        guard let x = Int(exactly: column.rounded(.down)), let y = Int(exactly: row.rounded(.down)),
            x >= 0, y >= 0, x < view.image.width, y < view.image.height
        else { return nil }
        return PicturePoint(x: x, y: y)
    }
}
