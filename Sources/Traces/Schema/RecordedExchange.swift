import Agents

/// What went over the wire for a model's answer.
struct RecordedExchange: Hashable, Codable, Sendable {
    /// The headers of the request that change what the server does; never authentication.
    var requestHeaders: [String: String]
    var answerHeaders: [String: String]
    /// The body of the answer, or the events of its stream.
    var answer: String
    var reasoning: String?
    var cachedTokens: Int?
    var firstTokenMilliseconds: Double?
    var tookMilliseconds: Double
    /// Why earlier tries failed.
    var retries: [String]
    /// In the currency of the user's price table.
    var cost: Double?

    init(_ exchange: ModelExchange) {
        requestHeaders = exchange.requestHeaders
        answerHeaders = exchange.answerHeaders
        answer = exchange.answer
        reasoning = exchange.reasoning
        cachedTokens = exchange.cachedTokens
        firstTokenMilliseconds = exchange.timeToFirstToken?.inMilliseconds
        tookMilliseconds = exchange.duration.inMilliseconds
        retries = exchange.retries
        cost = exchange.cost
    }

    private enum CodingKeys: String, CodingKey {
        case answer, reasoning, retries, cost
        case requestHeaders = "request_headers"
        case answerHeaders = "answer_headers"
        case cachedTokens = "cached_tokens"
        case firstTokenMilliseconds = "first_token_ms"
        case tookMilliseconds = "took_ms"
    }

    /// The exchange as a policy gave it.
    var restored: ModelExchange {
        ModelExchange(
            requestHeaders: requestHeaders, answerHeaders: answerHeaders, answer: answer, reasoning: reasoning,
            cachedTokens: cachedTokens, timeToFirstToken: firstTokenMilliseconds.map(Duration.milliseconds),
            duration: .milliseconds(tookMilliseconds), retries: retries, cost: cost)
    }

    /// What it took, in words.
    var text: String {
        let parts = [
            "\(Int(tookMilliseconds.rounded())) ms",
            firstTokenMilliseconds.map { "first token after \(Int($0.rounded())) ms" },
            cachedTokens.map { "\($0) tokens cached" }, cost.map { "cost \($0)" },
        ]
        return (parts.compactMap(\.self) + retries.map { "tried before: \($0)" }).joined(separator: "\n")
    }
}
