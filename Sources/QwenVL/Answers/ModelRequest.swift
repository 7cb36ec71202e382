package import Images

/// What the model is asked: a conversation with pictures, of which it is to write the next turn.
package struct ModelRequest: Sendable {
    /// From the first to the last.
    package var turns: [RequestTurn]
    /// The signatures of functions that the model may call, a JSON object each.
    package var tools: [String] = []
    /// What the answer is made to begin with.
    package var opening: [PromptPart] = []
    /// Whether "Picture 1: " goes before each picture, so that words can name it.
    var numbersPictures = false
    /// Between which numbers of pixels pictures are resized; `nil` for the checkpoint's.
    package var imageSizing: SmartResize?
    /// The same for each frame of a video.
    package var videoSizing: SmartResize?
    /// Where text continues after a video.
    package var afterVideo: PromptPositions.AfterVideo = .largest

    /// Creates a request of turns, with the defaults for all else.
    package init(_ turns: [RequestTurn]) { self.turns = turns }
}

/// One turn of a conversation with pictures.
package enum RequestTurn: Sendable {
    /// What the model is told before the conversation; without one as the first turn, `ChatPrompt.defaultSystem` is.
    case system([RequestPart])
    case user([RequestPart])
    /// An answer that was not generated here.
    case assistant([RequestPart])
    /// An answer kept as the ids it was generated as, so that it need not be read again.
    case generated(_ ids: [Int], opening: [PromptPart] = [])
    /// What a tool answered.
    case toolResult([RequestPart])

    var parts: [RequestPart] {
        switch self {
        case .system(let parts), .user(let parts), .assistant(let parts), .toolResult(let parts): parts
        case .generated: []
        }
    }
}

/// A part of a turn.
package enum RequestPart: Sendable {
    /// Text from outside: `<|im_end|>` in it stays the characters it is.
    case text(String)
    /// Text of our own program, in which added tokens are matched.
    case ownText(String)
    /// A picture, resized within the request's limits, or to the whole units of 28 pixels nearest to `size`.
    case image(Image, size: Size<ModelSpace>? = nil)
    case video(VideoClip)
}
