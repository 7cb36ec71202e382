import Foundation
import JSON
import QwenVL

/// The answer to one request, in OpenAI's form: whole, or in chunks.
struct CompletionReply: Sendable {
    let id = "chatcmpl-" + UUID().uuidString.lowercased().replacing("-", with: "")
    let model: String
    private let created = Int(Date().timeIntervalSince1970)

    init(model: String) { self.model = model }

    /// The whole answer.
    ///
    /// - Parameter logarithms: of the tokens of its text; `nil` where they were not asked for.
    func whole(_ answer: Answer, hasTools: Bool, _ logarithms: [TokenLogarithm]?) -> JSON {
        var text = answer.text
        var calls: [ToolCallSplitter.Call] = []
        if hasTools {
            var splitter = ToolCallSplitter()
            let before = splitter.take(answer.text)
            let rest = splitter.end()
            (text, calls) = (before + rest.text, rest.calls)
        }
        let message = JSON.object([
            "role": .text("assistant"),
            "content": text.allSatisfy(\.isWhitespace) && !calls.isEmpty ? .null : .text(text), "refusal": .null,
            "tool_calls": calls.isEmpty ? nil : .list(calls.map { Self.call($0, index: nil) }),
        ])
        return base("chat.completion").setting([
            JSONMember(
                "choices",
                .list([
                    .object([
                        "index": .integer(0), "message": message,
                        "logprobs": logarithms.map(TokenLogarithm.json) ?? .null,
                        "finish_reason": .text(Self.reason(answer, hasCalls: !calls.isEmpty)),
                    ])
                ])), JSONMember("usage", Self.usage(answer)),
        ])
    }

    /// The first chunk.
    var opening: JSON { chunk(.object(["role": .text("assistant"), "content": .text("")]), reason: .null) }

    /// A chunk that adds to the message.
    ///
    /// - Parameter logarithms: of the tokens that came with it; empty where they were not asked for.
    func chunk(_ delta: JSON, _ logarithms: [TokenLogarithm] = []) -> JSON { chunk(delta, reason: .null, logarithms) }

    /// The last chunk.
    func end(_ answer: Answer, hasCalls: Bool, _ logarithms: [TokenLogarithm] = []) -> JSON {
        chunk(.object([:]), reason: .text(Self.reason(answer, hasCalls: hasCalls)), logarithms)
    }

    /// The chunk with the usage, which has no choices.
    func usage(of answer: Answer) -> JSON {
        base("chat.completion.chunk").setting([
            JSONMember("choices", .list([])), JSONMember("usage", Self.usage(answer)),
        ])
    }

    /// Calls as part of a chunk.
    static func calls(_ calls: [ToolCallSplitter.Call]) -> JSON {
        .object(["tool_calls": .list(calls.enumerated().map { call($1, index: $0) })])
    }

    private func chunk(_ delta: JSON, reason: JSON, _ logarithms: [TokenLogarithm] = []) -> JSON {
        base("chat.completion.chunk").setting([
            JSONMember(
                "choices",
                .list([
                    .object([
                        "index": .integer(0), "delta": delta,
                        "logprobs": logarithms.isEmpty ? .null : TokenLogarithm.json(logarithms),
                        "finish_reason": reason,
                    ])
                ]))
        ])
    }

    private func base(_ object: String) -> JSON {
        .object([
            "id": .text(id), "object": .text(object), "created": .integer(created), "model": .text(model),
        ])
    }

    private static func call(_ call: ToolCallSplitter.Call, index: Int?) -> JSON {
        .object([
            "index": index.map(JSON.integer),
            "id": .text("call_" + UUID().uuidString.lowercased().replacing("-", with: "").prefix(24)),
            "type": .text("function"),
            "function": .object(["name": .text(call.name), "arguments": .text(call.arguments)]),
        ])
    }

    private static func reason(_ answer: Answer, hasCalls: Bool) -> String {
        switch answer.finish {
        // A call that was read is whole.
        case _ where hasCalls: "tool_calls"
        case .length, .context: "length"
        case .stop, .stopString, .complete, .cancelled: "stop"
        }
    }

    private static func usage(_ answer: Answer) -> JSON {
        let counts = answer.counts
        return .object([
            "prompt_tokens": .integer(counts.prompt), "completion_tokens": .integer(counts.answer),
            "total_tokens": .integer(counts.prompt + counts.answer),
            "prompt_tokens_details": .object(["cached_tokens": .integer(counts.reused)]),
        ])
    }
}
