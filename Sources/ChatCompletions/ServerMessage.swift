package import JSON

/// What a server says went wrong, in whichever of the known forms it says so.
///
/// `{"error": {message, type, code, param}}` (OpenAI, vLLM, llama.cpp, OpenRouter, Anthropic; Gemini also in a list),
/// `{"error": "text"}` (Ollama), `{"object": "error", message, code}` (older vLLM), `{code, message, request_id}`
/// (DashScope), and `{"detail": …}` (FastAPI).
package struct ServerMessage: Hashable, Sendable {
    /// The server's own words.
    package var message: String
    /// `type`, or Gemini's `status`; empty where there is none.
    package var type: String
    /// `code` as a text; empty where there is none.
    package var code: String

    /// Creates a message; an empty type or code is one that the server did not send.
    package init(message: String, type: String = "", code: String = "") {
        self.message = message
        self.type = type
        self.code = code
    }

    /// The HTTP status that ``code`` is, if it is one.
    package var status: Int? { Int(code).flatMap { (400...599).contains($0) ? $0 : nil } }

    /// The error in a body, if it holds one.
    package init?(_ json: JSON) {
        if let first = json.items?.first {
            self.init(first)
        } else if let error = json["error"], !error.isEmptyError {
            self.init(error: error, beside: json)
        } else if json["object"]?.string == "error" || (json["choices"] == nil && json["request_id"] != nil) {
            guard let message = json["message"]?.string else { return nil }
            self.init(message: message, type: json["type"]?.string ?? "", code: json["code"].map(Self.code) ?? "")
        } else if let detail = json["detail"] {
            let texts = detail.items?.compactMap { $0["msg"]?.string } ?? []
            self.init(message: detail.string ?? (texts.isEmpty ? detail.text : texts.joined(separator: "; ")))
        } else {
            return nil
        }
    }

    private init?(error: JSON, beside json: JSON) {
        if let text = error.string {
            self.init(message: text, code: json["code"].map(Self.code) ?? "")
            return
        }
        guard error.members != nil else { return nil }
        // OpenRouter passes on what the provider behind it says.
        let raw = error["metadata"]?["raw"]?.string
        let message = error["message"]?.string ?? error.text
        self.init(
            message: raw.map { "\(message): \($0)" } ?? message,
            type: error["type"]?.string ?? error["status"]?.string ?? "", code: error["code"].map(Self.code) ?? "")
    }

    private static func code(_ json: JSON) -> String {
        if let integer = json.integer { return String(integer) }
        return json.string ?? ""
    }
}

extension JSON {
    /// `"error": null`, which says that there is none.
    fileprivate var isEmptyError: Bool {
        switch value {
        case .null: true
        case .bool(let truth): !truth
        case .string(let text): text.isEmpty
        case .number, .array, .object: false
        }
    }
}
