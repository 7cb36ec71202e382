import JSON
import QwenVL

/// A token of an answer with the logarithm of its probability, as OpenAI's `logprobs` have it.
struct TokenLogarithm: Sendable {
    private let taken: Entry
    private let likeliest: [Entry]

    private struct Entry: Sendable {
        let bytes: [UInt8]
        let logarithm: Double

        /// What stands for a token that cannot be, as JSON has no infinity.
        private static let impossible = -9999.0

        init(_ score: ScoredToken.Score, _ tokenizer: Tokenizer) {
            bytes = Array(tokenizer.bytes(of: score.id) ?? [])
            logarithm = max(score.logarithm, Self.impossible)
        }

        var members: [JSONMember] {
            [
                JSONMember("token", .text(String(decoding: bytes, as: UTF8.self))),
                JSONMember("logprob", .number(logarithm)),
                JSONMember("bytes", .list(bytes.map { .integer(Int($0)) })),
            ]
        }
    }

    init(_ token: ScoredToken, _ tokenizer: Tokenizer) {
        taken = Entry(token.taken, tokenizer)
        likeliest = token.likeliest.map { Entry($0, tokenizer) }
    }

    private var json: JSON {
        let others = likeliest.map { JSON(.object($0.members)) }
        return JSON(.object(taken.members + [JSONMember("top_logprobs", .list(others))]))
    }

    /// The `logprobs` of a choice.
    static func json(_ tokens: [TokenLogarithm]) -> JSON {
        .object(["content": .list(tokens.map(\.json)), "refusal": .null])
    }
}
