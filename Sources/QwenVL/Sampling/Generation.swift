package import Constraints
import Tensors

/// Why an answer ended.
package enum FinishReason: String, Sendable, Codable {
    /// The model ended it with a token that does so.
    case stop
    /// One of the stop strings came; the answer's text ends before it.
    case stopString = "stop_string"
    /// It has as many tokens as were asked for at most.
    case length
    /// The model's context is full.
    case context
    /// Its form is complete and allows nothing more.
    case complete
    /// Whoever asked no longer wants it.
    case cancelled
}

/// When an answer ends, and how its tokens are chosen.
package struct GenerationOptions: Sendable {
    /// How each token is chosen.
    package var sampling: SamplingOptions
    /// The most tokens of the answer.
    package var maxNewTokens: Int
    /// Tokens that end the answer.
    package var endIDs: Set<Int>
    /// Stop strings: they end the answer and are not part of its text.
    package var stopStrings: [String]
    /// How many of the likeliest tokens are told with each token of the answer; `nil` for no logarithms at all.
    package var likeliest: Int?
    /// Whether tokens are guessed and then taken through the model several at a time, which changes nothing but the time.
    package var drafts = true

    /// Creates options; the default is greedy decoding.
    package init(
        sampling: SamplingOptions = SamplingOptions(), maxNewTokens: Int = 1024, endIDs: Set<Int> = [],
        stopStrings: [String] = []
    ) {
        self.sampling = sampling
        self.maxNewTokens = maxNewTokens
        self.endIDs = endIDs
        self.stopStrings = stopStrings
    }
}

/// One answer while it is generated.
package final class Generation {
    /// The tokens so far, the one that ended it included.
    package private(set) var ids: [Int] = []
    /// The text so far, without special tokens.
    private(set) var text = ""
    /// Why it ended, `nil` while it goes on.
    package private(set) var finish: FinishReason?
    /// The keys and values of everything so far.
    package let cache: SequenceCache
    private var position: Int
    private let options: GenerationOptions
    private let room: Int
    private var lookup: TokenLookup
    /// How many passes through the model it took.
    private(set) var passes = 0
    /// How many tokens were guessed.
    private(set) var drafted = 0
    private var chooser: Sampler
    private var decoder: StreamingDecoder
    private var stops: StopStrings
    private let onText: (String) -> Void
    private let onToken: (ScoredToken) -> Void
    private let isSpecial: (Int) -> Bool

    /// - Parameters:
    ///   - prompt: what the answer follows; all of it is in `cache`.
    ///   - room: the most tokens that the context still has room for.
    ///   - onText: takes each piece of text as soon as it is certain.
    ///   - onToken: takes each token of the text before the text itself, where ``GenerationOptions/likeliest`` is given.
    package init(
        after prompt: LanguagePrompt, in cache: SequenceCache, _ options: GenerationOptions, room: Int,
        constraint: (any TokenConstraint)?, tokenizer: Tokenizer, onText: @escaping (String) -> Void,
        onToken: @escaping (ScoredToken) -> Void = { _ in }
    ) {
        self.cache = cache
        self.options = options
        self.room = room
        self.onText = onText
        self.onToken = onToken
        isSpecial = { tokenizer.isSpecial($0) }
        position = prompt.nextPosition
        lookup = TokenLookup(prompt.ids)
        chooser = Sampler(
            options.sampling, prompt: prompt.ids, endIDs: options.endIDs, constraint: constraint)
        decoder = StreamingDecoder(tokenizer, skippingSpecial: true)
        stops = StopStrings(options.stopStrings)
    }

    /// Where the next token stands; counts on.
    func nextPosition() -> TokenPosition {
        defer {
            position += 1
            passes += 1
        }
        return TokenPosition(position)
    }

    /// Where the token after so many further ones stands.
    func position(after count: Int) -> TokenPosition { TokenPosition(position + count) }

    /// Counts a pass that brought `count` tokens, of `drafted` that were guessed.
    func advance(by count: Int, drafted: Int) {
        position += count
        passes += 1
        self.drafted += drafted
        lookup.judge(right: count - 1)
    }

    /// The tokens that probably follow, fewer than ``LanguageModel/draftRows``; none where nothing is to be guessed.
    func draft() -> [Int] {
        let count = min(LanguageModel.draftRows - 1, min(options.maxNewTokens, room) - ids.count - 1)
        guard options.drafts, count > 0 else { return [] }
        let forced = chooser.forced(count)
        return forced.isEmpty ? lookup.guess(count) : forced
    }

    /// Chooses the next token and tells whether another may follow.
    ///
    /// - Throws: `QwenError.nothingAllowed` when the constraint refuses every token before the answer is complete.
    func take(_ logits: [Float]) throws(QwenError) {
        guard ids.count < min(options.maxNewTokens, room) else {
            return end(ids.count < options.maxNewTokens ? .context : .length)
        }
        guard let id = chooser.choose(from: logits) else {
            guard chooser.mayEnd else { throw .nothingAllowed(after: text) }
            return end(.complete)
        }
        ids.append(id)
        lookup.append(id)
        if options.endIDs.contains(id) { return end(.stop) }
        if let count = options.likeliest, !isSpecial(id) { onToken(ScoredToken(id, of: logits, likeliest: count)) }
        let found = stops.append(decoder.append(id))
        give(found.text)
        if found.stopped {
            finish = .stopString
        } else if ids.count >= options.maxNewTokens {
            end(.length)
        } else if ids.count >= room {
            end(.context)
        }
    }

    /// Ends the answer and gives out what was held back.
    func end(_ reason: FinishReason) {
        let found = stops.append(decoder.finish())
        give(found.stopped ? found.text : found.text + stops.finish())
        finish = found.stopped ? .stopString : reason
    }

    private func give(_ piece: String) {
        guard !piece.isEmpty else { return }
        text += piece
        onText(piece)
    }
}
