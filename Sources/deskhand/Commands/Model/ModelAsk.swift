import ArgumentParser
import Foundation
import Images
import QwenVL

/// `deskhand model ask`
struct ModelAsk: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Asks a model a question, optionally about pictures or a video.",
        discussion: """
            deskhand model ask --model DIR --image shot.png "What does the dialog say?"
            deskhand model ask --model DIR --video frames/ --fps 2 "When does the window close?"
            The answer is streamed; the time of each phase goes to standard error.
            Exit codes: 0 answered, 2 not enough memory, 64 misused, 65 a file that is missing or broken, or a \
            prompt that does not fit.
            """)

    @OptionGroup var source: ModelSource

    @Option(help: ArgumentHelp("A PNG file; may be repeated, in the order of the question.", valueName: "F"))
    var image: [String] = []

    @Option(help: ArgumentHelp("A folder of PNG frames, in the order of their names.", valueName: "DIR"))
    var video: String?

    @Option(help: ArgumentHelp("Frame rate of the video, in frames per second.", valueName: "N"))
    var fps: Double?

    @Option(
        help: ArgumentHelp(
            "Instead of --fps, a text file with the time of each frame in seconds, one a line.", valueName: "F"))
    var times: String?

    @Option(
        help: ArgumentHelp(
            "Frames per second that the model is shown (default: all).", valueName: "N"))
    var sampleFps: Double?

    @Option(help: "The system prompt.")
    var system: String?

    @Option(help: "Maximum tokens of the answer.")
    var maxTokens = 1024

    @Option(
        help:
            "Sampling temperature; 0 is greedy decoding (default: the checkpoint's)."
    )
    var temperature: Double?

    @Option(help: "Random seed for sampling.")
    var seed: UInt64 = 0

    @Option(help: "A stop string, which ends the answer; may be repeated.")
    var stop: [String] = []

    @Option(help: "Maximum pixels of each picture after resizing; 784 make one token.")
    var maxPixels: Int?

    @Flag(help: "Print the answer with its counts, times and the pictures' sizes as JSON.")
    var json = false

    @Argument(help: "The question.")
    var question: String

    func validate() throws {
        guard (video == nil) == (fps == nil && times == nil), fps == nil || times == nil else {
            throw ValidationError(
                "--video: expected one of --fps (frames per second) and --times (time of each frame)")
        }
        guard sampleFps == nil || video != nil else { throw ValidationError("--sample-fps needs --video") }
        guard maxTokens > 0 else { throw ValidationError("--max-tokens: expected 1 or more, found \(maxTokens)") }
        guard temperature.map({ $0 >= 0 && $0.isFinite }) ?? true else {
            throw ValidationError("--temperature: expected a number from 0")
        }
        guard maxPixels.map({ $0 >= 784 }) ?? true else { throw ValidationError("--max-pixels: expected 784 or more") }
    }

    func run() throws {
        do {
            let parts = try parts()
            let model = try source.open()
            let request = request(parts, model)
            let answer = try model.answer(to: request, options(model)) { piece in
                if !json { StandardOutput.stream(piece) }
            }
            StandardOutput.show(json: json ? try AnswerReport(answer).json : "")
            StandardError.say(AnswerReport(answer).summary)
        } catch {
            throw ExitStatus(for: error).report(error)
        }
    }

    private func parts() throws -> [RequestPart] {
        var parts = try image.map { RequestPart.image(try PictureFile.read($0)) }
        if let video {
            let timing = try times.map { VideoClip.Timing.seconds(try PictureFile.seconds(in: $0)) } ?? .rate(fps ?? 1)
            let clip = VideoClip(try PictureFile.frames(in: video), timing: timing)
            parts.append(.video(try clip.sampled(sampleFps)))
        }
        return parts + [.text(question)]
    }

    private func request(_ parts: [RequestPart], _ model: QwenModel) -> ModelRequest {
        var request = ModelRequest((system.map { [.system([.text($0)])] } ?? []) + [.user(parts)])
        if let maxPixels {
            let published = model.checkpoint.preprocessor
            request.imageSizing = published.images.with(maximum: maxPixels)
            request.videoSizing = published.video.with(maximum: maxPixels)
        }
        return request
    }

    private func options(_ model: QwenModel) -> GenerationOptions {
        var options = model.defaults
        options.maxNewTokens = maxTokens
        options.stopStrings = stop
        options.sampling.seed = seed
        if let temperature { options.sampling.temperature = temperature }
        return options
    }
}
