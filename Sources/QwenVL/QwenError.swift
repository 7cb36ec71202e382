package import Checkpoints
package import Constraints
import JSON

/// What goes wrong between a user's files or question and the model's answer.
package enum QwenError: MalformedFileError, Equatable, CustomStringConvertible {
    /// The configuration names another architecture.
    case otherArchitecture(found: String, file: String)

    /// The weights are packed in a way that nothing here decodes.
    case unknownQuantisation(found: String, file: String)
    /// A path that is not a model.
    case noModel(path: String, problem: String, remedy: String)
    /// The vision tower beside a language model is of another kind.
    case otherVisionTower(found: String, file: String)
    /// The weights cannot be read.
    case checkpoint(CheckpointError)

    /// A picture of a single pixel, or of none.
    case tooSmall(width: Int, height: Int)
    /// A picture with one side more than 200 times the other.
    case tooElongated(width: Int, height: Int)
    /// A picture that would be larger than ``SmartResize/maximumPixels`` after resizing.
    case tooManyPixels(width: Int, height: Int, limit: String)
    /// The placeholders in the prompt do not fit the pictures given with it.
    case placeholders(found: String, expected: String)

    /// A file that the model needs is not in its folder.
    case missingFile(folder: String, expected: String, remedy: String)
    /// A file could not be read; the words say which and why.
    case unreadable(String)
    /// A file is not what its name promises, at a line or field.
    case malformedFile(file: String, place: String, problem: String)
    /// The tokenizer is of another kind than Qwen2.5-VL's.
    case unsupportedTokenizer(file: String, field: String, found: String, expected: String)
    /// The tokenizer lacks a token that the prompt is made of.
    case missingToken(String)
    /// Weights that are not quantised, or not to such a place.
    case notQuantised(path: String, problem: String, remedy: String)
    /// A request's file is not as it should be.
    case malformedRequest(path: String, problem: String)
    /// The frames given make no video.
    case unusableVideo(String)
    /// The answer cannot be held to its form.
    case constraint(ConstraintError)
    /// A token of the prompt has no row in the embedding.
    case unknownToken(id: Int, rows: Int)
    /// The form that an answer is held to leaves no token to go on with.
    case nothingAllowed(after: String)
    /// The prompt and its answer do not fit into the model's context.
    case promptTooLong(tokens: Int, pictureTokens: Int, limit: Int)
    /// The work would take more memory than is free.
    case notEnoughMemory(what: String, needed: Int, available: Int, remedy: String)

    /// Whether a file could not be written.
    package var isUnwritable: Bool { if case .checkpoint(.unwritable) = self { true } else { false } }

    package var description: String {
        switch self {
        case .otherArchitecture(let found, let file):
            "\(file) describes a \(found) model, but only qwen2_5_vl can be run here; download a Qwen2.5-VL checkpoint or serve this model with an OpenAI-compatible server"
        case .unknownQuantisation(let found, let file):
            "\(file): expected weights quantized by awq (4 bits, gemm), found \(found); fetch the model unquantized, quantized by AutoAWQ, or as GGUF"
        case .noModel(let path, let problem, let remedy):
            "\(path) is not a model: \(problem); \(remedy)"
        case .otherVisionTower(let found, let file):
            "\(file) is a vision tower of kind \(found), but Qwen2.5-VL's is qwen2.5vl_merger; fetch the mmproj file of a Qwen2.5-VL model"
        case .checkpoint(let error):
            error.description
        case .tooSmall(let width, let height):
            "the picture is \(width)x\(height) pixels; expected at least two pixels: check how it was captured or cropped"
        case .tooElongated(let width, let height):
            "the picture is \(width)x\(height) pixels, an aspect ratio above 200; expected at most 200: cut it into pieces"
        case .tooManyPixels(let width, let height, let limit):
            "the picture would be resized from \(width)x\(height) to more than \(SmartResize.maximumPixels) pixels; expected less: lower \(limit)"
        case .placeholders(let found, let expected):
            "the prompt holds \(found), but the pictures and videos given with it need \(expected); give each picture one placeholder, repeated once a token, between <|vision_start|> and <|vision_end|>"
        case .missingFile(let folder, let expected, let remedy):
            "\(folder) lacks \(expected); \(remedy)"
        case .unreadable(let reason):
            reason
        case .malformedFile(let file, let place, let problem):
            "\(file), \(place): \(problem); fetch the file again from where the model was published"
        case .unsupportedTokenizer(let file, let field, let found, let expected):
            "\(file), \(field): found \(found), but a Qwen2.5-VL tokenizer has \(expected); give the folder of a Qwen2.5-VL checkpoint"
        case .missingToken(let token):
            "the tokenizer has no token \(token), which every Qwen2.5-VL prompt needs; give the tokenizer files of a Qwen2.5-VL checkpoint"
        case .notQuantised(let path, let problem, let remedy):
            "\(path) is not quantised: \(problem); \(remedy)"
        case .malformedRequest(let path, let problem):
            "\(path): \(problem); a request has messages, each with a role and content"
        case .unusableVideo(let problem):
            "the video cannot be used: \(problem); give at least one frame, all of one size, and their frame rate, or increasing times in seconds"
        case .constraint(let error):
            error.description
        case .unknownToken(let id, let rows):
            "the prompt has token \(id), but the model's embedding has \(rows) rows; use the tokenizer and the recorded answers of this checkpoint"
        case .nothingAllowed(let text):
            "no token may follow \(quoted(String(text.suffix(40)))) under the answer's constraint; check the schema or grammar"
        case .promptTooLong(let tokens, let pictureTokens, let limit):
            "the prompt has \(tokens) tokens, \(pictureTokens) of them of pictures, but the model's context length is \(limit); shorten the text, give fewer pictures, or lower --max-pixels (784 pixels make one token)"
        case .notEnoughMemory(let what, let needed, let available, let remedy):
            "\(what) takes \(gibibytes(needed)), but only \(gibibytes(available)) of memory is available; \(remedy)"
        }
    }
}

/// Bytes as a person reads them.
private func gibibytes(_ bytes: Int) -> String {
    let tenths = (bytes + (1 << 30) / 20) / ((1 << 30) / 10)
    return "\(tenths / 10).\(tenths % 10) GiB"
}
