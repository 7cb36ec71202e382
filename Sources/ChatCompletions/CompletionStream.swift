package import JSON

/// Puts the chunks of a streamed answer together.
package struct CompletionStream: Sendable {
    private var content = ""
    private var reasoning = ""
    private var refusal = ""
    private var calls: [Int: CompletionAnswer.Call] = [:]
    private var details: [JSON] = []
    private var finish: String?
    private var usage: JSON?

    /// Creates an answer of which nothing has come yet.
    package init() {}

    /// Whether the model has ended its answer; the usage may still follow.
    package var isFinished: Bool { finish != nil }

    /// Reads one event.
    ///
    /// - Returns: the text that it adds.
    /// - Throws: the error that it holds; an event that is not JSON throws ``CompletionAnswer/Fault/noChoices``.
    package mutating func read(_ event: ServerSentEvent) throws(CompletionAnswer.Fault) -> String {
        if event.data == "[DONE]" { return "" }
        guard let json = try? JSON(parsing: event.data, syntax: .python) else {
            if event.name == "error" { throw .error(ServerMessage(message: event.data)) }
            throw .noChoices
        }
        if let message = ServerMessage(json) { throw .error(message) }
        if event.name == "error" {
            throw .error(ServerMessage(.object(["error": json])) ?? ServerMessage(message: event.data))
        }
        if let usage = json["usage"], usage.members != nil { self.usage = usage }
        guard let choice = json["choices"]?.items?.first else { return "" }
        if let error = ServerMessage(choice) { throw .error(error) }
        if choice["finish_reason"]?.string == "error" {
            throw .error(ServerMessage(message: "the answer ended by an error that the server does not name"))
        }
        finish = choice["finish_reason"]?.string ?? finish
        return add(choice["delta"] ?? choice["message"] ?? .null)
    }

    /// The whole answer as a body that is not streamed.
    package var json: JSON {
        let ordered = calls.sorted { $0.key < $1.key }.map(\.value)
        return .object([
            "choices": .list([
                .object([
                    "message": .object([
                        "role": .text("assistant"), "content": .text(content),
                        "reasoning": reasoning.isEmpty ? nil : .text(reasoning),
                        "refusal": refusal.isEmpty ? nil : .text(refusal),
                        "reasoning_details": details.isEmpty ? nil : .list(details),
                        "tool_calls": ordered.isEmpty ? nil : .list(ordered.map(\.json)),
                    ]), "finish_reason": finish.map(JSON.text),
                ])
            ]), "usage": usage,
        ])
    }

    private mutating func add(_ delta: JSON) -> String {
        let piece = delta["content"]?.string ?? ""
        content += piece
        reasoning += delta["reasoning"]?.string ?? delta["reasoning_content"]?.string ?? ""
        refusal += delta["refusal"]?.string ?? ""
        details += delta["reasoning_details"]?.items ?? []
        for (place, call) in (delta["tool_calls"]?.items ?? []).enumerated() {
            let index = call["index"]?.integer ?? calls.count + place
            var known = calls[index] ?? CompletionAnswer.Call(id: "", name: "", arguments: "")
            known.id += known.id.isEmpty ? call["id"]?.string ?? "" : ""
            known.name += known.name.isEmpty ? call["function"]?["name"]?.string ?? "" : ""
            known.arguments += call["function"]?["arguments"]?.string ?? ""
            calls[index] = known
        }
        return piece
    }
}

extension CompletionAnswer.Call {
    fileprivate var json: JSON {
        .object([
            "id": .text(id), "type": .text("function"),
            "function": .object(["name": .text(name), "arguments": .text(arguments)]),
        ])
    }
}
