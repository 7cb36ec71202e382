package import JSON

/// The answer of `POST /v1/chat/completions`.
package struct CompletionAnswer: Sendable {
    /// A call of a tool.
    package struct Call: Hashable, Sendable {
        package var id: String
        /// The tool that is called.
        package var name: String
        /// JSON in a text, as the model wrote it.
        package var arguments: String

        /// Creates a call.
        package init(id: String, name: String, arguments: String) {
            self.id = id
            self.name = name
            self.arguments = arguments
        }
    }

    /// What is wrong with a body.
    package enum Fault: Error, Hashable, Sendable {
        /// It holds an error, although its status is 200.
        case error(ServerMessage)
        /// It is no answer of this interface.
        case noChoices
    }

    /// What the model says; empty when it only calls tools.
    package var text: String
    /// What the server reports of the reasoning.
    package var reasoning: String?
    /// The tools that it calls, in its order.
    package var calls: [Call]
    /// Why the model does not answer, where the server tells it apart.
    package var refusal: String?
    /// `finish_reason`, if there is one.
    package var finish: String?
    /// How many tokens the request took, pictures included.
    package var promptTokens: Int?
    /// How many tokens the answer took, reasoning included.
    package var answerTokens: Int?
    /// How many of ``promptTokens`` the server had from an earlier request.
    package var cachedTokens: Int?
    /// The message, where more than its text must be sent back: with tool calls or reasoning of its provider.
    package var kept: JSON?

    /// Reads a body.
    ///
    /// The text is the content after the last `</think>`, or, where there is no content and no call, the reasoning: some
    /// servers put a constrained answer there.
    package init(_ json: JSON) throws(Fault) {
        if let message = ServerMessage(json) { throw .error(message) }
        guard let choice = json["choices"]?.items?.first, let message = choice["message"] else { throw .noChoices }
        if let error = ServerMessage(choice) { throw .error(error) }
        let (before, content) = Self.split(message["content"]?.words ?? "")
        let said = ["reasoning", "reasoning_content"].compactMap { message[$0]?.string }.first { !$0.isEmpty }
        calls = (message["tool_calls"]?.items ?? []).compactMap(Call.init)
        finish = choice["finish_reason"]?.string
        refusal = message["refusal"]?.string.flatMap { $0.isEmpty ? nil : $0 }
        reasoning = said ?? before
        text = content.isEmpty && calls.isEmpty && finish == "stop" ? said ?? content : content
        let usage = json["usage"]
        promptTokens = usage?["prompt_tokens"]?.integer
        answerTokens = usage?["completion_tokens"]?.integer
        cachedTokens = usage?["prompt_tokens_details"]?["cached_tokens"]?.integer
        let hasDetails = message["reasoning_details"]?.items.map { !$0.isEmpty } ?? false
        kept = calls.isEmpty && !hasDetails ? nil : message
    }

    /// The reasoning in the content, if any, and the content after it.
    private static func split(_ content: String) -> (reasoning: String?, text: String) {
        guard let end = content.lastRange(of: "</think>") else { return (nil, content) }
        var reasoning = String(content[..<end.lowerBound])
        if let start = reasoning.firstRange(of: "<think>") { reasoning.removeSubrange(..<start.upperBound) }
        return (reasoning.trimmed, String(content[end.upperBound...].drop { $0.isWhitespace }))
    }
}

extension CompletionAnswer.Call {
    fileprivate init?(_ json: JSON) {
        guard let function = json["function"], let name = function["name"]?.string else { return nil }
        let arguments = function["arguments"]
        self.init(
            id: json["id"]?.string ?? "", name: name, arguments: arguments?.string ?? arguments?.text ?? "{}")
    }
}

extension JSON {
    /// The content of a message: a string, or the texts of its parts.
    fileprivate var words: String {
        string ?? (items ?? []).compactMap { $0["text"]?.string }.joined()
    }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }

    fileprivate func lastRange(of text: String) -> Range<Index>? { ranges(of: text).last }
}
