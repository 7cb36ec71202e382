package import Tensors

/// A prompt as the language model reads it.
package struct LanguagePrompt {
    /// All tokens; pictures stand as placeholders.
    let ids: [Int]
    /// Where each token stands.
    let positions: [TokenPosition]
    /// Where the token after the prompt stands.
    let nextPosition: Int
    /// What stands in the place of placeholders; pictures that are already in the cache can be left out.
    let pictures: [PictureRows]

    /// Creates a prompt; each picture's rows take the places of its placeholders.
    package init(ids: [Int], positions: [TokenPosition], nextPosition: Int, pictures: [PictureRows] = []) {
        precondition(positions.count == ids.count, "\(positions.count) positions for \(ids.count) tokens")
        self.ids = ids
        self.positions = positions
        self.nextPosition = nextPosition
        self.pictures = pictures
    }
}

/// What the vision encoder made of one picture, and where it stands in a prompt.
package struct PictureRows {
    /// The first placeholder.
    let start: Int
    /// `[placeholders, width]`.
    let rows: Matrix

    /// Creates the rows of a picture that begin at a token.
    package init(start: Int, rows: Matrix) {
        self.start = start
        self.rows = rows
    }
}

extension LanguageModel {
    /// The most tokens of a prompt that are taken through the model at once: enough that reading the weights again for the next piece costs little, few enough that the working memory stays small beside the weights.
    static let tokensAtOnce = 2048

    /// Reads the tokens of a prompt that are not in the cache yet.
    ///
    /// - Parameters:
    ///   - cache: holds the first tokens of the prompt, not all of them; then it holds all.
    ///   - isCancelled: asked every few milliseconds; the cache then holds a part of the prompt.
    /// - Returns: the logits of the token after the prompt, or `nil` when cancelled.
    package func read(
        _ prompt: LanguagePrompt, into cache: SequenceCache, _ work: LanguageWorkspace,
        tokensAtOnce: Int = LanguageModel.tokensAtOnce, isCancelled: () -> Bool = { false }
    ) -> [Float]? { read(prompt, into: cache, work, tokensAtOnce: tokensAtOnce, isCancelled: isCancelled, pause: nil) }

    /// The same with pauses between pieces of the prompt, in which others may use the model with other workspaces.
    func read(
        _ prompt: LanguagePrompt, into cache: SequenceCache, _ work: LanguageWorkspace,
        tokensAtOnce: Int = LanguageModel.tokensAtOnce, isCancelled: () -> Bool, pause: ReadingPause?
    ) -> [Float]? {
        precondition(cache.count < prompt.ids.count, "all \(prompt.ids.count) tokens are in the cache")
        return engine.interruptible(by: isCancelled) { engine in
            while cache.count < prompt.ids.count {
                guard !engine.isInterrupted else { return nil }
                let rest = cache.count..<prompt.ids.count
                let most = pause.map { $0.isWanted() ? $0.tokens : tokensAtOnce } ?? tokensAtOnce
                let tokens = Self.pieces(of: rest, atMost: most)[0]
                work.prepare(tokens: tokens.count)
                embed(tokens, of: prompt, into: work.states)
                pass(
                    work, positions: Array(prompt.positions[tokens]),
                    stretches: [Stretch(cache, tokens: tokens.count)],
                    last: tokens.upperBound == prompt.ids.count ? 1 : 0, on: engine)
                guard !engine.isInterrupted else {
                    cache.truncate(to: tokens.lowerBound)
                    return nil
                }
                if tokens.upperBound < prompt.ids.count { pause?.take() }
            }
            let logits = logits(ofRows: [work.states.rows - 1], in: work, on: engine).row(0)
            return engine.isInterrupted ? nil : logits
        }
    }

    /// Writes the embeddings of some of a prompt's tokens, those of pictures from their rows.
    func embed(_ tokens: Range<Int>, of prompt: LanguagePrompt, into states: Matrix) {
        embed(Array(prompt.ids[tokens]), into: states)
        for picture in prompt.pictures {
            let place = (picture.start..<picture.start + picture.rows.rows).clamped(to: tokens)
            guard !place.isEmpty else { continue }
            let rows = states.rows(place.lowerBound - tokens.lowerBound..<place.upperBound - tokens.lowerBound)
            rows.copy(picture.rows.rows(place.lowerBound - picture.start..<place.upperBound - picture.start))
        }
    }

    /// Cuts a range into pieces of about equal length.
    static func pieces(of range: Range<Int>, atMost most: Int) -> [Range<Int>] {
        let count = (range.count + most - 1) / most
        return (0..<count).map {
            range.lowerBound + range.count * $0 / count..<range.lowerBound + range.count * ($0 + 1) / count
        }
    }
}
