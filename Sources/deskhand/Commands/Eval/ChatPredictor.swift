import ArgumentParser
import Dialects
import Evaluation
import Foundation
import Images
import Models
import QwenVL

/// A model that is asked for one place at a time and always takes the most probable token.
struct ChatPredictor: GroundingPredictor {
    let setup: GroundingSetup
    private let model: any ChatModel
    private let dialect: Dialect
    private let maximumTokens: Int

    /// Asks Qwen2.5-VL in this process.
    ///
    /// - Parameters:
    ///   - path: the checkpoint's folder or GGUF file.
    ///   - maximum: the most pixels at which it sees a picture; `nil` for the checkpoint's limit.
    ///   - maximumTokens: of an answer.
    /// - Throws: what keeps the checkpoint from being used.
    init(at path: String, _ dialect: Dialect, maximum: Int? = nil, maximumTokens: Int = 256) throws {
        let chat = try QwenChat(at: path, maximum: maximum, maxNewTokens: maximumTokens, keepsConversation: false)
        model = chat
        self.dialect = dialect
        self.maximumTokens = maximumTokens
        setup = GroundingSetup(
            predictor: "qwen:\(URL(filePath: path).lastPathComponent)", prompt: Self.text(of: dialect),
            order: dialect.beginsWithPicture ? "image, text" : "text, image",
            pixelLimits: [chat.pixelLimits.minimum, chat.pixelLimits.maximum], coordinates: dialect.coordinates,
            decoding: "greedy, at most \(maximumTokens) tokens, no repetition penalty",
            details: chat.checkpointIdentity.merging([
                "deskhand": Deskhand.configuration.version,
                "resizing": "bicubic, to multiples of \(SmartResize.unit) pixels",
            ]) { $1 })
    }

    func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        let size = try model.pictureSize(for: question.image.size)
        let words = ChatPart.text(dialect.words(question.instruction))
        let picture = ChatPart.picture(question.image)
        let reply = try await model.answer(
            ChatRequest(
                turns: [.user(dialect.beginsWithPicture ? [picture, words] : [words, picture])],
                tools: dialect.tools(size), opening: dialect.opening,
                sampling: .greedy, maximumTokens: maximumTokens))
        return GroundingPrediction(
            .text(dialect.opening + reply.text), picture: size, promptTokens: reply.promptTokens,
            answerTokens: reply.answerTokens)
    }

    /// The whole prompt with `{width}`, `{height}`, `{image}` and `{instruction}` where those go.
    private static func text(of dialect: Dialect) -> String {
        let tools = dialect.tools(Size(width: 0, height: 0)).joined(separator: "\n")
            .replacing("0x0", with: "{width}x{height}")
        let words = dialect.words("{instruction}")
        return "system: \(dialect.system)\n" + (tools.isEmpty ? "" : "tools: \(tools)\n")
            + "user: " + (dialect.beginsWithPicture ? "{image}\(words)" : "\(words){image}")
            + "\nassistant: \(dialect.opening)"
    }
}
