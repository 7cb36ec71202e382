package import JSON

/// What a model said.
package struct ChatReply: Sendable {
    /// The answer, without what it was made to begin with.
    package var text: String
    /// The tokens it was generated as, which keep a cached conversation valid; `nil` where they are not known.
    package var ids: [Int]?
    /// How many tokens the prompt had; `nil` where that is not known.
    package var promptTokens: Int?
    /// How many tokens the answer has, reasoning included; `nil` where that is not known.
    package var answerTokens: Int?
    /// How many tokens of the prompt were known from before and not read again; `nil` where that is not known.
    package var cachedTokens: Int?
    /// What it took of a model in this process; `nil` for one behind a server.
    package var work: ChatWork?
    /// What the server reports of the model's reasoning, beside the text.
    package var reasoning: String?
    /// Calls that the server reports apart from the text, in their order.
    package var calls: [ChatCall] = []
    /// The answer as the server must get it back in later requests, unchanged: output items, content blocks or parts, with
    /// their reasoning, signatures and ids; `nil` where ``text`` says it all.
    package var kept: JSON?
    /// Why it ended; `nil` where that is not known.
    package var finish: ChatFinish?
    /// Why the model refuses, in its words.
    package var refusal: String?
    /// The time from the request to the first token; `nil` where that is not known.
    package var timeToFirstToken: Duration?
    /// What went over the wire; `nil` for a model in this process.
    package var exchange: ChatExchange?

    /// An answer; of one that was not generated here only the text is known.
    package init(text: String, ids: [Int]? = nil, promptTokens: Int? = nil, answerTokens: Int? = nil) {
        self.text = text
        self.ids = ids
        self.promptTokens = promptTokens
        self.answerTokens = answerTokens
    }
}

/// A call that a server reports apart from the text.
package struct ChatCall: Hashable, Sendable {
    /// The server's name of this call, empty where it gave none.
    package var id: String
    /// The function's name; `computer` for a `computer_call` of OpenAI.
    package var name: String
    /// The arguments, one JSON object on one line. For a `computer_call` of OpenAI the members `action` or `actions` and
    /// `pending_safety_checks` of the item; where a server gave no valid JSON, the text that it gave.
    package var arguments: String

    /// Creates a call; its arguments are JSON in a text.
    package init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// Why an answer ended.
package enum ChatFinish: Hashable, Sendable {
    /// The model ended it.
    case end
    /// For calls to be executed.
    case calls
    /// The maximum number of tokens was reached.
    case length
    /// The model or the server refused.
    case refusal
    /// The server paused a long turn; it goes on when the conversation is sent again.
    case paused
    /// The model's call could not be read by the server.
    case malformedCall
    /// Anything else, in the server's words.
    case other(String)
}

/// What went over the wire for one answer, as a trace keeps it: without pictures and keys.
package struct ChatExchange: Hashable, Sendable {
    /// The body of the request, one line of JSON, with each picture as the name of its frame.
    package var request: String
    /// The headers of the request that change what the server does; never authentication.
    package var requestHeaders: [String: String]
    /// The headers of the answer that help to find it again, such as `x-request-id`.
    package var answerHeaders: [String: String]
    /// The body of the answer, or the events of its stream.
    package var answer: String
    /// Why earlier tries failed, in their order.
    package var retries: [String]
    /// The time from the request to the end of the answer, without earlier tries.
    package var duration: Duration
    /// In the currency of the user's price table; `nil` without prices.
    package var cost: Double?

    /// Creates the record of a request and its answer.
    package init(
        request: String, requestHeaders: [String: String] = [:], answerHeaders: [String: String] = [:],
        answer: String, retries: [String] = [], duration: Duration, cost: Double? = nil
    ) {
        self.request = request
        self.requestHeaders = requestHeaders
        self.answerHeaders = answerHeaders
        self.answer = answer
        self.retries = retries
        self.duration = duration
        self.cost = cost
    }
}
