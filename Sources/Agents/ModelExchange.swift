/// What went over the wire for a model's answer, and what it took; ``ModelAnswer/request`` is the body as sent.
package struct ModelExchange: Hashable, Sendable {
    /// The headers of the request that change what the server does; never authentication.
    package var requestHeaders: [String: String]
    /// The headers of the answer that help to find it again.
    package var answerHeaders: [String: String]
    /// The body of the answer, or the events of its stream.
    package var answer: String
    /// What the server reports of the model's reasoning.
    package var reasoning: String?
    /// How many tokens of the prompt the server had cached.
    package var cachedTokens: Int?
    /// The time from the request to the first token; `nil` where the answer was not streamed.
    package var timeToFirstToken: Duration?
    /// The time from the request to the end of the answer, without earlier tries.
    package var duration: Duration
    /// Why earlier tries failed.
    package var retries: [String]
    /// In the currency of the user's price table; `nil` without prices.
    package var cost: Double?

    package init(
        requestHeaders: [String: String] = [:], answerHeaders: [String: String] = [:], answer: String,
        reasoning: String? = nil, cachedTokens: Int? = nil, timeToFirstToken: Duration? = nil,
        duration: Duration, retries: [String] = [], cost: Double? = nil
    ) {
        self.requestHeaders = requestHeaders
        self.answerHeaders = answerHeaders
        self.answer = answer
        self.reasoning = reasoning
        self.cachedTokens = cachedTokens
        self.timeToFirstToken = timeToFirstToken
        self.duration = duration
        self.retries = retries
        self.cost = cost
    }
}
