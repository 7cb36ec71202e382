import Evaluation
import Foundation
import Images
import Policies
import QwenVL

/// Qwen2.5-VL in this process, asked for one point at a time, with greedy decoding.
struct QwenPredictor: GroundingPredictor {
    let setup: GroundingSetup
    private let model: QwenModel
    private let prompt: GroundingPrompt
    private let sizing: PictureSizing
    private let options: GenerationOptions

    /// - Parameters:
    ///   - path: the checkpoint's folder or GGUF file.
    ///   - maximum: maximum pixels of a resized picture; `nil` for the checkpoint's limit.
    ///   - mostTokens: maximum tokens of an answer.
    /// - Throws: the error of opening the checkpoint.
    init(at path: String, _ prompt: GroundingPrompt, maximum: Int? = nil, mostTokens: Int = 256) throws {
        model = try QwenModel(at: path)
        self.prompt = prompt
        sizing = model.checkpoint.preprocessor.images.with(maximum: maximum)
        options = GenerationOptions(mostTokens: mostTokens, endIDs: model.defaults.endIDs)
        setup = GroundingSetup(
            predictor: "qwen:\(URL(filePath: path).lastPathComponent)", prompt: Self.text(of: prompt),
            order: prompt.beginsWithPicture ? "image, text" : "text, image",
            pixelLimits: [sizing.minimum, sizing.maximum], coordinates: .pixels,
            decoding: "greedy, at most \(mostTokens) tokens, no repetition penalty",
            details: try model.checkpoint.summary.identity.merging([
                "deskhand": Deskhand.configuration.version,
                "resizing": "bicubic, to multiples of \(PictureSizing.unit) pixels",
            ]) { $1 })
    }

    func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        try await OwnThread.run { isCancelled in try self.answer(question, isCancelled: isCancelled) }
    }

    private func answer(
        _ question: GroundingQuestion, isCancelled: () -> Bool
    ) throws -> GroundingPrediction {
        let size = try sizing.size(for: question.image.size)
        let words = RequestPart.text(prompt.words(for: question.instruction))
        let picture = RequestPart.image(question.image)
        var request = ModelRequest([.user(prompt.beginsWithPicture ? [picture, words] : [words, picture])])
        request.imageSizing = sizing
        if prompt.usesTool { request.tools = [ComputerUseTool.signature(picture: size)] }
        if !prompt.opening.isEmpty { request.opening = [.ownText(prompt.opening)] }
        let answer = try model.answer(to: request, options, isCancelled: isCancelled)
        if answer.finish == .cancelled { throw CancellationError() }
        return GroundingPrediction(
            .text(prompt.opening + answer.text), picture: answer.pictures.first?.model ?? size,
            promptTokens: answer.counts.prompt, answerTokens: answer.counts.answer)
    }

    /// The whole prompt with the placeholders `{width}`, `{height}`, `{image}` and `{instruction}`.
    private static func text(of prompt: GroundingPrompt) -> String {
        let system = ChatPrompt.defaultSystem
        let tool = ComputerUseTool.signature(picture: Size(width: 0, height: 0))
            .replacing("0x0", with: "{width}x{height}")
        let words = prompt.words(for: "{instruction}")
        return "system: \(system)\n" + (prompt.usesTool ? "tools: \(tool)\n" : "")
            + "user: " + (prompt.beginsWithPicture ? "{image}\(words)" : "\(words){image}")
            + "\nassistant: \(prompt.opening)"
    }
}
