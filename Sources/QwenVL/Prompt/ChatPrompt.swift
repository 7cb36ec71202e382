/// Writes conversations as Qwen2.5-VL was trained to read them, as the ids of its tokens.
///
///     <|im_start|>system⏎You are a helpful assistant.<|im_end|>⏎
///     <|im_start|>user⏎<|vision_start|><|image_pad|>…<|vision_end|>What is this?<|im_end|>⏎
///     <|im_start|>assistant⏎
///
/// No text from outside can forge a turn: marks come in as ids, never by matching characters.
package struct ChatPrompt: Sendable {
    /// What the model is told when a conversation begins without a system turn.
    static let defaultSystem = "You are a helpful assistant."

    private let tokenizer: Tokenizer
    private let marks: PromptMarks
    private let numbersPictures: Bool

    /// - Parameters:
    ///   - tokenizer: the model's.
    ///   - numbersPictures: whether "Picture 1: " or "Video 1: " goes before each, so that a question can name them (the template's `add_vision_id`).
    /// - Throws: `QwenError.missingToken` when the tokenizer is not of a vision model.
    package init(_ tokenizer: Tokenizer, numbersPictures: Bool = false) throws(QwenError) {
        self.tokenizer = tokenizer
        self.numbersPictures = numbersPictures
        marks = try PromptMarks(tokenizer)
    }

    /// The ids of a conversation.
    ///
    /// - Parameters:
    ///   - turns: from the first to the last; each image and video stands as that many placeholder ids between its marks.
    ///   - tools: the signatures of the functions that the model may call, a JSON object each.
    ///   - answering: whether the model's turn is opened at the end.
    ///   - opening: what the model's answer is made to begin with.
    package func ids(
        of turns: [PromptTurn], tools: [String] = [], answering: Bool = true, opening: [PromptPart] = []
    ) -> [Int] {
        var writer = PromptWriter(tokenizer, marks, numbersPictures: numbersPictures)
        var turns = turns[...]
        var system: [PromptPart]?
        if case .system(let parts) = turns.first {
            system = parts
            turns = turns.dropFirst()
        } else if !turns.isEmpty || !tools.isEmpty {
            system = [.text(Self.defaultSystem)]
        }
        if let system { writer.turn("system", system + ToolPrompt.parts(tools)) }
        var isAfterToolResult = false
        for (index, turn) in zip(turns.indices, turns) {
            let next = turns.dropFirst(index - turns.startIndex + 1).first
            write(turn, isAfterToolResult: isAfterToolResult, next, with: &writer)
            isAfterToolResult = turn.isToolResult
        }
        if answering { writer.open("assistant", opening) }
        return writer.finish()
    }

    private func write(
        _ turn: PromptTurn, isAfterToolResult: Bool, _ next: PromptTurn?, with writer: inout PromptWriter
    ) {
        switch turn {
        case .system(let parts): writer.turn("system", parts)
        case .user(let parts): writer.turn("user", parts)
        case .assistant(let parts): writer.turn("assistant", parts)
        case .generated(let ids, let opening):
            writer.open("assistant", opening)
            writer.append(ids)
            if ids.last == marks.turnEnd { writer.append(.text("\n")) } else { writer.close() }
        case .toolResult(let parts):
            if !isAfterToolResult { writer.open("user", [], lineEnd: false) }
            for part in ToolPrompt.result(parts) { writer.append(part) }
            if next?.isToolResult != true { writer.close() }
        }
    }
}

extension PromptTurn {
    fileprivate var isToolResult: Bool {
        if case .toolResult = self { true } else { false }
    }
}

/// The ids of the tokens that a prompt is built with.
struct PromptMarks: Sendable {
    let turnStart: Int
    let turnEnd: Int
    let visionStart: Int
    let visionEnd: Int
    let image: Int
    let video: Int

    init(_ tokenizer: Tokenizer) throws(QwenError) {
        turnStart = try tokenizer.id(ofAddedToken: "<|im_start|>")
        turnEnd = try tokenizer.id(ofAddedToken: "<|im_end|>")
        visionStart = try tokenizer.id(ofAddedToken: "<|vision_start|>")
        visionEnd = try tokenizer.id(ofAddedToken: "<|vision_end|>")
        image = try tokenizer.id(ofAddedToken: "<|image_pad|>")
        video = try tokenizer.id(ofAddedToken: "<|video_pad|>")
    }
}
