public import DeskhandInteraction
public import Foundation
import Images
import Models
import QwenVL

/// A Qwen2.5-VL checkpoint in this process, on its processors.
///
/// The weights are mapped from the files as they were downloaded (safetensors, AWQ or GGUF), immutable and shared: one model can answer
/// several callers.
///
/// ```swift
/// let model = try VisionLanguageModel(contentsOf: URL(filePath: "Qwen2.5-VL-3B-Instruct"))
/// let shot = try await screen.capture()
/// let reply = try await model.ask("What does the dialog say?", about: [shot.picture])
/// print(reply.text)
/// ```
public final class VisionLanguageModel: Sendable {
    let model: QwenModel

    /// Opens a checkpoint.
    ///
    /// - Parameters:
    ///   - checkpoint: its folder, or its GGUF file.
    ///   - visionTower: the vision tower's file of a GGUF checkpoint; by default the one that lies beside it.
    ///   - threads: how many compute; by default as many as there are processors.
    /// - Throws: ``ModelError``.
    public init(contentsOf checkpoint: URL, visionTower: URL? = nil, threads: Int? = nil) throws(ModelError) {
        do {
            model = try QwenModel(at: checkpoint.path, tower: visionTower?.path, threads: threads)
        } catch {
            throw ModelError(error)
        }
    }

    /// Asks a question about pictures.
    ///
    /// - Parameters:
    ///   - question: it follows the pictures in the prompt.
    ///   - pictures: each is resized as the checkpoint wants it, within ``ModelOptions/maximumPixels``.
    ///   - onText: takes each piece of the answer's text as soon as it is certain, on the thread that computes.
    /// - Throws: ``ModelError``, and `CancellationError` within milliseconds once the task is cancelled.
    public func ask(
        _ question: String, about pictures: [Picture] = [], options: ModelOptions = ModelOptions(),
        onText: @escaping @Sendable (String) -> Void = { _ in }
    ) async throws -> ModelReply {
        let request = request(question, pictures, options)
        let generation = generation(options)
        let answer: Answer
        do {
            answer = try await ModelThread.run { [model] isCancelled in
                try model.answer(to: request, generation, onText: onText, isCancelled: isCancelled)
            }
        } catch let error where !(error is CancellationError) {
            throw ModelError(error)
        }
        guard answer.finish != .cancelled else { throw CancellationError() }
        return ModelReply(answer)
    }

    private func request(_ question: String, _ pictures: [Picture], _ options: ModelOptions) -> ModelRequest {
        let parts = pictures.map { RequestPart.image($0.image) } + [.text(question)]
        let system = options.system.map { [RequestTurn.system([.text($0)])] } ?? []
        var request = ModelRequest(system + [.user(parts)])
        if let maximum = options.maximumPixels {
            request.imageSizing = model.checkpoint.preprocessor.images.with(maximum: maximum)
        }
        return request
    }

    private func generation(_ options: ModelOptions) -> GenerationOptions {
        var generation = model.defaults
        generation.maxNewTokens = options.maximumTokens
        generation.stopStrings = options.stop
        generation.sampling.seed = options.seed
        if let temperature = options.temperature { generation.sampling.temperature = temperature }
        return generation
    }
}

/// How an answer is made.
public struct ModelOptions: Hashable, Sendable {
    /// What the model is told before the question; `nil` for the checkpoint's own words.
    public var system: String?
    /// Of the answer.
    public var maximumTokens: Int
    /// What logits are divided by before a token is drawn; 0 takes the likeliest, `nil` is the checkpoint's.
    public var temperature: Double?
    public var seed: UInt64
    /// Strings that end the answer and are not part of it.
    public var stop: [String]
    /// The maximum number of pixels at which each picture is seen, from 784, which make one token; `nil` for the checkpoint's.
    public var maximumPixels: Int?

    public init(
        system: String? = nil, maximumTokens: Int = 1024, temperature: Double? = nil, seed: UInt64 = 0,
        stop: [String] = [], maximumPixels: Int? = nil
    ) {
        self.system = system
        self.maximumTokens = maximumTokens
        self.temperature = temperature
        self.seed = seed
        self.stop = stop
        self.maximumPixels = maximumPixels
    }
}

/// Why a model could not be opened or did not answer, in words.
public struct ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ error: any Error) { description = "\(error)" }
}
