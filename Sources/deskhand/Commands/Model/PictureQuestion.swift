import ArgumentParser
import Foundation
import QwenVL

/// What the commands take that put one picture before a model.
struct PictureQuestion: ParsableArguments {
    @Argument(help: "The picture, a PNG file.")
    var image: String

    @OptionGroup var source: ModelSource

    @Option(help: "The least pixels at which the picture is seen; the checkpoint's when not given.")
    var minPixels: Int?

    @Option(help: "The most pixels at which the picture is seen; 784 make one token.")
    var maxPixels: Int?

    @Option(help: "The most tokens of the answer.")
    var maxTokens = 4096

    func validate() throws {
        guard maxTokens > 0 else { throw ValidationError("--max-tokens is at least 1") }
        guard [minPixels, maxPixels].allSatisfy({ $0.map { $0 >= 784 } ?? true }) else {
            throw ValidationError("--min-pixels and --max-pixels are at least 784")
        }
        if let minPixels, let maxPixels, minPixels > maxPixels {
            throw ValidationError("--min-pixels is above --max-pixels")
        }
    }

    /// The limits of pixels, where they differ from the checkpoint's.
    func sizing(_ model: QwenModel) -> PictureSizing? {
        guard minPixels != nil || maxPixels != nil else { return nil }
        let published = model.checkpoint.preprocessor.images
        let minimum = minPixels ?? min(published.minimum, maxPixels ?? .max)
        return PictureSizing(minimum: minimum, maximum: maxPixels ?? max(published.maximum, minimum))
    }

    func options(_ model: QwenModel) -> GenerationOptions {
        var options = model.defaults
        options.mostTokens = maxTokens
        return options
    }

    /// Says on standard error what an answer took.
    static func tell(_ answer: Answer) { tell(AnswerReport(answer).summary) }

    static func tell(_ text: String) { StandardError.say(text) }
}
