import ArgumentParser
import Foundation
import QwenVL

/// The options of the commands that show one picture to a model.
struct PictureQuestion: ParsableArguments {
    @Argument(help: "The picture, a PNG file.")
    var image: String

    @OptionGroup var source: ModelSource

    @Option(help: "Minimum pixels of the picture after resizing (default: the checkpoint's).")
    var minPixels: Int?

    @Option(help: "Maximum pixels of the picture after resizing; 784 make one token.")
    var maxPixels: Int?

    @Option(help: "Maximum tokens of the answer.")
    var maxTokens = 4096

    func validate() throws {
        guard maxTokens > 0 else { throw ValidationError("--max-tokens: expected 1 or more, found \(maxTokens)") }
        guard [minPixels, maxPixels].allSatisfy({ $0.map { $0 >= 784 } ?? true }) else {
            throw ValidationError("--min-pixels and --max-pixels: expected 784 or more")
        }
        if let minPixels, let maxPixels, minPixels > maxPixels {
            throw ValidationError("--min-pixels is greater than --max-pixels")
        }
    }

    /// The limits of pixels, where they differ from the checkpoint's.
    func sizing(_ model: QwenModel) -> SmartResize? {
        guard minPixels != nil || maxPixels != nil else { return nil }
        let published = model.checkpoint.preprocessor.images
        let minimum = minPixels ?? min(published.minimum, maxPixels ?? .max)
        return SmartResize(minimum: minimum, maximum: maxPixels ?? max(published.maximum, minimum))
    }

    func options(_ model: QwenModel) -> GenerationOptions {
        var options = model.defaults
        options.maxNewTokens = maxTokens
        return options
    }

    /// Prints an answer's times and counts on standard error.
    static func tell(_ answer: Answer) { tell(AnswerReport(answer).summary) }

    static func tell(_ text: String) { StandardError.say(text) }
}
