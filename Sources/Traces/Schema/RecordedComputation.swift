import Agents

/// What an answer took of a model in the process that recorded it.
struct RecordedComputation: Hashable, Codable, Sendable {
    /// The tokens of the prompt that were known from the request before.
    var reusedTokens: Int
    /// The pictures of the request.
    var pictures: Int
    /// Those that were encoded.
    var encodedPictures: Int
    /// The passes through the model that wrote the answer.
    var passes: Int
    /// The tokens that those passes computed.
    var computedTokens: Int
    var visionMilliseconds: Double
    var prefillMilliseconds: Double
    var decodeMilliseconds: Double

    init(_ work: ModelWork) {
        reusedTokens = work.reusedTokens
        pictures = work.pictures
        encodedPictures = work.encodedPictures
        passes = work.passes
        computedTokens = work.computedTokens
        visionMilliseconds = work.vision.inMilliseconds
        prefillMilliseconds = work.prefill.inMilliseconds
        decodeMilliseconds = work.decode.inMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case pictures, passes
        case reusedTokens = "reused_tokens"
        case encodedPictures = "encoded_pictures"
        case computedTokens = "computed_tokens"
        case visionMilliseconds = "vision_ms"
        case prefillMilliseconds = "prefill_ms"
        case decodeMilliseconds = "decode_ms"
    }

    /// The computation as a policy gave it.
    var restored: ModelWork {
        ModelWork(
            reusedTokens: reusedTokens, pictures: pictures, encodedPictures: encodedPictures, passes: passes,
            computedTokens: computedTokens, vision: .milliseconds(visionMilliseconds),
            prefill: .milliseconds(prefillMilliseconds), decode: .milliseconds(decodeMilliseconds))
    }

    /// What it took, in words.
    var text: String {
        "\(reusedTokens) tokens of the prompt known; \(encodedPictures) of \(pictures) pictures encoded; answer in "
            + "\(passes) passes of \(computedTokens) tokens; vision \(Int(visionMilliseconds)) ms, prefill "
            + "\(Int(prefillMilliseconds)) ms, decode \(Int(decodeMilliseconds)) ms"
    }
}
