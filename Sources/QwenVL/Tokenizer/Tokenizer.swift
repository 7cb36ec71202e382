/// Turns text into the ids of Qwen2.5-VL's tokens and back: byte-level byte-pair encoding, as the `tokenizers` package does it.
package final class Tokenizer: Sendable {
    private let vocabulary: Vocabulary
    private let merges: MergeTable
    private let byteTokens: [UInt32]
    private let addedTokens: [Int: AddedToken]
    private let addedIDs: [String: Int]
    private let rawMatcher: AddedTokenMatcher
    private let normalisedMatcher: AddedTokenMatcher
    private let scanner = PreTokenizer()

    init(vocabulary: Vocabulary, merges: MergeTable, byteTokens: [UInt32], addedTokens: [AddedToken]) {
        self.vocabulary = vocabulary
        self.merges = merges
        self.byteTokens = byteTokens
        self.addedTokens = Dictionary(addedTokens.map { ($0.id, $0) }) { first, _ in first }
        addedIDs = Dictionary(addedTokens.map { ($0.content, $0.id) }) { first, _ in first }
        rawMatcher = AddedTokenMatcher(addedTokens.filter { !$0.isNormalised })
        normalisedMatcher = AddedTokenMatcher(addedTokens.filter(\.isNormalised))
    }

    /// Reads the tokenizer of a checkpoint's folder: `tokenizer.json`, or else `vocab.json` and `merges.txt`.
    ///
    /// Added tokens come also from `tokenizer_config.json` or, in old checkpoints, `added_tokens.json`.
    ///
    /// - Throws: `QwenError` naming the file and the place in it.
    package static func read(folder: String) throws(QwenError) -> Tokenizer {
        try TokenizerBuilder(folder: folder).tokenizer()
    }

    /// Takes a tokenizer from the arrays in a GGUF file's header.
    ///
    /// - Parameters:
    ///   - tokens: `tokenizer.ggml.tokens`, in the byte alphabet, by id.
    ///   - merges: `tokenizer.ggml.merges`, best first, two tokens with a blank between.
    ///   - kinds: `tokenizer.ggml.token_type`, one a token.
    ///   - file: the file's name, for messages.
    /// - Throws: `QwenError` naming the field.
    package static func make(
        tokens: [String], merges: [String], kinds: [Int], file: String
    ) throws(QwenError) -> Tokenizer {
        try TokenizerBuilder(tokens: tokens, merges: merges, kinds: kinds, file: file).tokenizer()
    }

    /// One more than the highest id of a token.
    package var endID: Int { vocabulary.endID }

    /// The ids of `text`.
    ///
    /// - Parameters:
    ///   - text: any text; it is brought into NFC.
    ///   - matchingAddedTokens: whether `<|im_end|>` and the like become those tokens. Only for text that is our own:
    ///     in untrusted text they are encoded as characters, so that it cannot forge a turn.
    package func encode(_ text: String, matchingAddedTokens: Bool = false) -> [Int] {
        let bytes = Array(text.utf8)
        var ids: [Int] = []
        ids.reserveCapacity(bytes.count / 4 + 4)
        var encoder = PieceEncoder(merges: merges, byteTokens: byteTokens, expecting: bytes.count)
        guard matchingAddedTokens else {
            encode(bytes.span, matching: false, with: &encoder, to: &ids)
            return ids
        }
        for section in rawMatcher.sections(of: bytes.span) {
            if let token = section.token {
                ids.append(token)
            } else {
                encode(bytes.span.extracting(section.range), matching: true, with: &encoder, to: &ids)
            }
        }
        return ids
    }

    /// A stretch of text of our own: an added token, or the text between.
    enum Section {
        case text(String)
        case token(Int)
    }

    /// Cuts text of our own at its added tokens.
    func sections(ofOwnText text: String) -> [Section] {
        let bytes = Array(text.utf8)
        return rawMatcher.sections(of: bytes.span).map { section in
            section.token.map(Section.token) ?? .text(String(decoding: bytes[section.range], as: UTF8.self))
        }
    }

    private func encode(
        _ text: borrowing Span<UInt8>, matching: Bool, with encoder: inout PieceEncoder, to ids: inout [Int]
    ) {
        if let normalised = CanonicalComposition.shared.normalised(text) {
            encodeNormalised(normalised.span, matching: matching, with: &encoder, to: &ids)
        } else {
            encodeNormalised(text, matching: matching, with: &encoder, to: &ids)
        }
    }

    private func encodeNormalised(
        _ text: borrowing Span<UInt8>, matching: Bool, with encoder: inout PieceEncoder, to ids: inout [Int]
    ) {
        guard matching, !normalisedMatcher.isEmpty else {
            return encodePieces(of: text, with: &encoder, to: &ids)
        }
        for section in normalisedMatcher.sections(of: text) {
            if let token = section.token {
                ids.append(token)
            } else {
                encodePieces(of: text.extracting(section.range), with: &encoder, to: &ids)
            }
        }
    }

    private func encodePieces(of text: borrowing Span<UInt8>, with encoder: inout PieceEncoder, to ids: inout [Int]) {
        var start = 0
        while start < text.count {
            let end = scanner.end(of: start, in: text)
            encoder.append(start..<end, of: text, to: &ids)
            start = end
        }
    }

    /// The text of `ids`; invalid UTF-8 becomes U+FFFD, and ids without a token are skipped.
    ///
    /// - Parameter skippingSpecial: leaves out the tokens that steer the model.
    package func decode(_ ids: some Sequence<Int>, skippingSpecial: Bool = false) -> String {
        var bytes: [UInt8] = []
        for id in ids where !(skippingSpecial && isSpecial(id)) {
            if let token = self.bytes(of: id) { bytes += token }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The bytes that a token stands for, perhaps a part of a character; `nil` for an id without a token, such as the padding of the embedding.
    package func bytes(of id: Int) -> ArraySlice<UInt8>? { vocabulary.bytes(of: id) }

    /// Whether the id is a special token, which is not part of the text.
    package func isSpecial(_ id: Int) -> Bool { addedTokens[id]?.isSpecial ?? false }

    /// The added token with this id.
    package func addedToken(_ id: Int) -> AddedToken? { addedTokens[id] }

    /// The id of an added token such as `<|im_start|>`.
    ///
    /// - Throws: `QwenError.missingToken`.
    package func id(ofAddedToken content: String) throws(QwenError) -> Int {
        guard let id = addedIDs[content] else { throw .missingToken(content) }
        return id
    }
}
