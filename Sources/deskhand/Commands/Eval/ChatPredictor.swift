import ArgumentParser
import Dialects
import Evaluation
import Foundation
import Images
import ModelServers
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
            predictor: "qwen:\(URL(filePath: path).lastPathComponent)",
            prompt: Self.text(of: dialect, opening: dialect.opening),
            order: dialect.beginsWithPicture ? "image, text" : "text, image",
            pixelLimits: [chat.pixelLimits.minimum, chat.pixelLimits.maximum], coordinates: dialect.coordinates,
            decoding: "greedy, at most \(maximumTokens) tokens, no repetition penalty",
            details: chat.checkpointIdentity.merging([
                "deskhand": Deskhand.configuration.version,
                "resizing": "bicubic, to multiples of \(SmartResize.unit) pixels",
            ]) { $1 })
    }

    /// Asks a model behind a server.
    ///
    /// - Throws: for a key, certificates or a proxy that cannot be used.
    init(
        _ settings: ServerSettings, _ dialect: Dialect, maximum: Int? = nil, maximumTokens: Int = 256,
        account: UsageAccount
    ) throws {
        let chat = try ServerChat(settings, speaking: dialect, maximum: maximum, account: account)
        model = chat
        self.dialect = dialect
        self.maximumTokens = maximumTokens
        setup = GroundingSetup(
            predictor: settings.name, prompt: Self.text(of: dialect, opening: ""),
            order: dialect.beginsWithPicture ? "image, text" : "text, image", coordinates: dialect.coordinates,
            decoding: (settings.sampling == nil ? "temperature 0" : "as in models.json")
                + ", at most \(maximumTokens) tokens",
            details: chat.identity.merging([
                "deskhand": Deskhand.configuration.version, "resizing": "bicubic, \(dialect.sizing)",
            ]) { $1 })
    }

    func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        let opening = model.continuesOpenings ? dialect.opening : ""
        let size = try dialect.sizes(of: question.image.size, for: model)
        let system = dialect.system(size.seen)
        let transcript = Transcript(
            instruction: question.instruction, steps: [], shown: .whole(question.image.fitted(to: size.sent)))
        let reply = try await model.answer(
            ChatRequest(
                turns: (system.isEmpty ? [] : [.system(system)])
                    + dialect.history.turns(for: transcript, in: dialect),
                tools: dialect.tools(size.seen), form: dialect.form(size.seen, 0), opening: opening,
                sampling: .greedy, maximumTokens: maximumTokens))
        return GroundingPrediction(
            .text(opening + reply.text), picture: size.seen, promptTokens: reply.promptTokens,
            answerTokens: reply.answerTokens)
    }

    /// The whole prompt with `{width}`, `{height}`, `{image}` and `{instruction}` where those go.
    private static func text(of dialect: Dialect, opening: String) -> String {
        let tools = dialect.tools(Size(width: 0, height: 0)).joined(separator: "\n")
            .replacing("0x0", with: "{width}x{height}")
        let words = dialect.words("{instruction}")
        let system = dialect.system(Size(width: 0, height: 0))
        return (system.isEmpty ? "" : "system: \(system)\n") + (tools.isEmpty ? "" : "tools: \(tools)\n")
            + "user: " + (dialect.beginsWithPicture ? "{image}\(words)" : "\(words){image}")
            + "\nassistant: \(opening)"
    }
}
