import ArgumentParser
import Foundation
import Images
import QwenVL
import Traces

/// `deskhand model watch`
struct ModelWatch: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Asks a model about a trace, shown as a video.",
        discussion: """
            deskhand model watch --model DIR traces/save "When did the file dialog open, and what was typed?"
            Each screen lasts until the next; the model gets times in seconds from the first.
            Exit codes: 0 answered, 2 not enough memory, 64 misused, 65 a model's file that is missing or broken, or \
            a prompt that does not fit, 74 no trace that can be read.
            """)

    @OptionGroup var source: ModelSource

    @Option(help: ArgumentHelp("Frames per second that the model is shown.", valueName: "N"))
    var fps = 1.0

    @Option(help: "Maximum pixels of each frame after resizing; 784 make one token for two frames.")
    var maxPixels = 200_704

    @Option(help: "Maximum tokens of the answer.")
    var maxTokens = 512

    @Flag(help: "Print the answer with its counts, times and the pictures' sizes as JSON.")
    var json = false

    @Argument(help: ArgumentHelp("The trace's folder.", valueName: "trace"))
    var trace: String

    @Argument(help: "The question.")
    var question: String

    /// Maximum frames of a video, as in the reference.
    private static let maximumFrames = 768

    func validate() throws {
        guard fps > 0, fps.isFinite else { throw ValidationError("--fps: expected a number above 0") }
        guard maxPixels >= 784 else { throw ValidationError("--max-pixels: expected 784 or more, found \(maxPixels)") }
        guard maxTokens > 0 else { throw ValidationError("--max-tokens: expected 1 or more, found \(maxTokens)") }
    }

    func run() throws {
        do {
            let frames = try frames()
            let model = try source.open()
            let answer = try model.answer(to: request(frames), options(model)) { piece in
                if !json { StandardOutput.stream(piece) }
            }
            StandardOutput.show(json: json ? try AnswerReport(answer).json : "")
            StandardError.say(AnswerReport(answer).summary)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func frames() throws -> [Image] {
        let trace = try Trace(folder: trace)
        guard let film = trace.film(picturesPerSecond: fps, most: Self.maximumFrames) else {
            throw ValidationError(
                "at \(fps) pictures a second the trace has more than \(Self.maximumFrames); lower --fps")
        }
        guard !film.isEmpty else {
            throw ValidationError("the trace holds no picture of the screen; record one with deskhand run")
        }
        var known: [FrameName: Image] = [:]
        return try film.map { name in
            if let image = known[name] { return image }
            let image = try trace.image(of: name)
            known[name] = image
            return image
        }
    }

    private func request(_ frames: [Image]) -> ModelRequest {
        let length = String(format: "%.0f", Double(frames.count) / fps)
        let words = "The video shows what happened on a computer's screen in about \(length) seconds. \(question)"
        var request = ModelRequest([.user([.video(VideoClip(frames, framesPerSecond: fps)), .text(words)])])
        request.videoSizing = SmartResize().with(maximum: maxPixels)
        return request
    }

    private func options(_ model: QwenModel) -> GenerationOptions {
        var options = model.defaults
        options.maxNewTokens = maxTokens
        return options
    }
}
