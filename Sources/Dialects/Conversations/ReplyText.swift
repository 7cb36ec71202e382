import JSON
import Models

/// A whole reply as one text, as traces keep it.
///
/// A reply of a server's own tool is one JSON object, so that nothing that the model writes can be taken for a call:
///
///     {"text": "…", "calls": [{"id": "…", "name": "…", "arguments": {…}}], "finish": "calls", "kept": …}
///
/// Other replies are the model's text, followed by the calls that a server found in it.
enum ReplyText {
    /// The text, or the reasoning where the text is empty, with each call in the form in which models write it.
    static func joined(_ reply: ChatReply) -> String {
        let isBlank = reply.text.allSatisfy(\.isWhitespace)
        let text = isBlank && reply.calls.isEmpty ? reply.reasoning ?? reply.text : reply.text
        let calls = reply.calls.map { "<tool_call>\n\(json($0).text)\n</tool_call>" }
        return ([text].filter { !$0.isEmpty } + calls).joined(separator: "\n")
    }

    /// The reply as a JSON object.
    static func record(of reply: ChatReply) -> String {
        var members = [
            JSONMember("text", JSON(.string(reply.text))),
            JSONMember("calls", JSON(.array(reply.calls.map { json($0, id: $0.id) }))),
        ]
        if let finish = reply.finish { members.append(JSONMember("finish", JSON(.string(finish.word)))) }
        if let kept = reply.kept { members.append(JSONMember("kept", kept)) }
        return JSON(.object(members)).text
    }

    /// The reply that ``record(of:)`` wrote; `nil` for another text.
    static func reply(recordedAs text: String) -> ChatReply? {
        guard let json = try? JSON(parsing: text), let words = json["text"]?.string, let items = json["calls"]?.items
        else { return nil }
        var reply = ChatReply(text: words)
        reply.calls = items.map { item in
            let arguments = item["arguments"]
            return ChatCall(
                id: item["id"]?.string ?? "", name: item["name"]?.string ?? "",
                arguments: arguments?.string ?? arguments?.text ?? "")
        }
        reply.finish = json["finish"]?.string.map(ChatFinish.init(word:))
        reply.kept = json["kept"]
        return reply
    }

    /// The text of a refusal.
    static func refusal(_ reason: String) -> String {
        JSON(.object([JSONMember("refusal", JSON(.string(reason)))])).text
    }

    /// The reason in a text that ``refusal(_:)`` gave.
    static func refusal(in text: String) -> String? {
        guard text.hasPrefix("{\"refusal\":"), let json = try? JSON(parsing: text), json.members?.count == 1 else {
            return nil
        }
        return json["refusal"]?.string
    }

    private static func json(_ call: ChatCall, id: String? = nil) -> JSON {
        let parsed = try? JSON(parsing: call.arguments)
        let arguments = parsed.flatMap { $0.members == nil ? nil : $0 } ?? JSON(.string(call.arguments))
        let members = [JSONMember("name", JSON(.string(call.name))), JSONMember("arguments", arguments)]
        return JSON(.object((id.map { [JSONMember("id", JSON(.string($0)))] } ?? []) + members))
    }
}

extension ChatFinish {
    /// As a record writes it.
    fileprivate var word: String {
        switch self {
        case .end: "end"
        case .calls: "calls"
        case .length: "length"
        case .refusal: "refusal"
        case .paused: "paused"
        case .malformedCall: "malformed_call"
        case .other(let words): words
        }
    }

    fileprivate init(word: String) {
        let known: [ChatFinish] = [.end, .calls, .length, .refusal, .paused, .malformedCall]
        self = known.first { $0.word == word } ?? .other(word)
    }
}
