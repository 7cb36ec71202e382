import Images

/// A request as tokens, with its pictures resized and every token in its place.
package struct PreparedRequest: Sendable {
    /// The prompt's tokens, a placeholder for every cell of a picture.
    package let ids: [Int]
    /// Of every token, in time, row and column.
    package let positions: PromptPositions
    /// In the order of the prompt.
    package let pictures: [PlacedPicture]

    /// A picture and where its first placeholder stands.
    package struct PlacedPicture: Sendable {
        /// What the vision encoder is given.
        package let picture: PreparedPicture
        /// The place of its first placeholder in the prompt.
        package let start: Int

        var tokens: Range<Int> { start..<start + picture.grid.tokens }
    }

    /// How many tokens stand for pictures.
    var pictureTokens: Int { pictures.reduce(0) { $0 + $1.tokens.count } }

    /// Writes the prompt, and resizes and cuts the pictures.
    package init(_ request: ModelRequest, _ checkpoint: Checkpoint) throws(QwenError) {
        let tokenizer = checkpoint.tokenizer
        var pictures: [PreparedPicture] = []
        var turns: [PromptTurn] = []
        let sizing = Sizing(request, checkpoint.preprocessor)
        for turn in request.turns { turns.append(try PromptTurn(turn, sizing, adding: &pictures)) }
        let ids = try ChatPrompt(tokenizer, numbersPictures: request.numbersPictures).ids(
            of: turns, tools: request.tools, opening: request.opening)
        let rows = checkpoint.configuration.text.vocabulary
        if let unknown = ids.first(where: { !(0..<rows).contains($0) }) {
            throw .unknownToken(id: unknown, rows: rows)
        }
        let placeholders = PromptPositions.Placeholders(
            image: try tokenizer.id(ofAddedToken: "<|image_pad|>"),
            video: try tokenizer.id(ofAddedToken: "<|video_pad|>"),
            tokensPerSecond: checkpoint.configuration.vision.tokensPerSecond)
        let starts = Self.starts(
            of: pictures, in: ids, placeholders, visionStart: try tokenizer.id(ofAddedToken: "<|vision_start|>"))
        self.ids = ids
        self.pictures = zip(pictures, starts).map { PlacedPicture(picture: $0, start: $1) }
        positions = try PromptPositions(
            of: Self.hidingStray(placeholders, in: ids, outside: self.pictures.map(\.tokens)),
            pictures: pictures.map(\.position), placeholders: placeholders, afterVideo: request.afterVideo)
    }

    /// Finds the run of placeholders of each picture.
    private static func starts(
        of pictures: [PreparedPicture], in ids: [Int], _ placeholders: PromptPositions.Placeholders, visionStart: Int
    ) -> [Int] {
        var (starts, index) = ([Int](), 0)
        for picture in pictures {
            let placeholder = picture.isVideo ? placeholders.video : placeholders.image
            let count = picture.grid.tokens
            while index + count < ids.count {
                index += 1
                if ids[index - 1] == visionStart, ids[index..<index + count].allSatisfy({ $0 == placeholder }) {
                    starts.append(index)
                    index += count
                    break
                }
            }
        }
        return starts
    }

    /// A model can generate a placeholder as it can any token; in the history of a conversation it is not a picture.
    private static func hidingStray(
        _ placeholders: PromptPositions.Placeholders, in ids: [Int], outside pictures: [Range<Int>]
    ) -> [Int] {
        var hidden = ids
        var next = 0
        for (index, id) in ids.enumerated() {
            if next < pictures.count, index >= pictures[next].upperBound { next += 1 }
            let isInside = next < pictures.count && pictures[next].contains(index)
            if !isInside, id == placeholders.image || id == placeholders.video { hidden[index] = -1 }
        }
        return hidden
    }
}

/// The limits of pictures and of frames.
struct Sizing {
    let image: SmartResize
    let video: SmartResize

    init(_ request: ModelRequest, _ published: PreprocessorConfiguration) {
        image = request.imageSizing ?? published.images
        video = request.videoSizing ?? published.video
    }
}

extension PromptTurn {
    /// Resizes the pictures of a turn and puts the numbers of their tokens in their place.
    fileprivate init(
        _ turn: RequestTurn, _ sizing: Sizing, adding pictures: inout [PreparedPicture]
    ) throws(QwenError) {
        var parts: [PromptPart] = []
        for part in turn.parts { parts.append(try PromptPart(part, sizing, adding: &pictures)) }
        self =
            switch turn {
            case .system: .system(parts)
            case .user: .user(parts)
            case .assistant: .assistant(parts)
            case .generated(let ids, let opening): .generated(ids, opening: opening)
            case .toolResult: .toolResult(parts)
            }
    }
}

extension PromptPart {
    fileprivate init(
        _ part: RequestPart, _ sizing: Sizing, adding pictures: inout [PreparedPicture]
    ) throws(QwenError) {
        switch part {
        case .text(let text): self = .text(text)
        case .ownText(let text): self = .ownText(text)
        case .image(let image, let size):
            let picture = try PreparedPicture(image, sizing.image, size: size)
            pictures.append(picture)
            self = .image(tokens: picture.grid.tokens)
        case .video(let clip):
            let picture = try PreparedPicture(clip, sizing.video)
            pictures.append(picture)
            self = .video(tokens: picture.grid.tokens)
        }
    }
}
