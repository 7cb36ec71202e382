import ChatCompletions

/// Why one request came to nothing.
enum AnswerFault: Error, Hashable, Sendable {
    case transport(TransportFault)
    /// An answer with an error: its status, also of an error within a 200, and what the server says.
    case refused(status: Int, ServerMessage, isWithin200: Bool)
    case redirected(to: String)
    /// Something else than the interface answers.
    case foreign(status: Int, found: String)
    /// A stream ended before the answer did, or holds what cannot be read.
    case broken(String)
    case empty
}

extension AnswerFault {
    /// Whether the same request may succeed later.
    ///
    /// - Parameter hasAnswered: whether the server has ever answered: one that never did is no server, or another one.
    func isTransient(hasAnswered: Bool) -> Bool {
        switch self {
        case .transport(.lost): true
        case .transport(.unreachable), .transport(.timeout(.connect, _)): hasAnswered
        case .transport: false
        case .broken, .empty: true
        case .redirected: false
        case .foreign(let status, _): [408, 429, 500, 502, 503, 504, 529].contains(status)
        case .refused(let status, let message, let isWithin200):
            !isContextOverflow && !isAboutPictures && !message.isOutOfCredit
                && (status == 408 || status == 409 || status == 429 || status >= 500
                    || isWithin200 && status == 200 && !message.isAboutModel)
        }
    }

    /// Whether the conversation is longer than the model's context.
    var isContextOverflow: Bool {
        guard case .refused(let status, let message, _) = self else { return false }
        return status == 413 || message.isContextOverflow
    }

    private var isAboutPictures: Bool {
        guard case .refused(_, let message, _) = self else { return false }
        return message.saysNoVision || message.saysTooManyPictures
    }

    /// Whether the server does not know how to hold an answer to a JSON schema.
    var refusesSchema: Bool {
        guard case .refused(let status, let message, _) = self, status == 400 || status == 422 else { return false }
        return message.mentions(
            "response_format", "json_schema", "responsejsonschema", "structured output", "text.format")
    }

    /// Whether the server wants pictures in another format, or in smaller files, than PNG.
    var refusesPNG: Bool {
        guard case .refused(let status, let message, _) = self, [400, 415, 422].contains(status) else { return false }
        return message.mentions(
            "png", "image format", "image type", "media type", "media_type", "mime type", "mimetype", "image exceeds")
    }

    /// In a few words, for a trace.
    var words: String {
        switch self {
        case .transport(let fault): fault.words
        case .refused(let status, let message, _): "status \(status): \(message.message)"
        case .redirected(let target): "redirected to \(target)"
        case .foreign(let status, let found): "status \(status): \(found)"
        case .broken(let reason): reason
        case .empty: "an empty answer"
        }
    }
}

extension TransportFault {
    /// In a few words.
    var words: String {
        switch self {
        case .unreachable(let reason), .tls(let reason), .proxy(let reason), .lost(let reason): reason
        case .timeout(let phase, let limit): "\(phase.rawValue) within \(limit)"
        case .tooLarge(let bytes): "more than \(bytes) bytes"
        }
    }
}

extension ServerMessage {
    /// Whether one of the words stands in the message, the type or the code; they are in lower case.
    func mentions(_ words: String...) -> Bool {
        let text = "\(message) \(type) \(code)".lowercased()
        return words.contains { text.contains($0) }
    }

    /// As vLLM, SGLang, llama.cpp, OpenAI, Anthropic, Gemini, LM Studio and OpenRouter say it.
    var isContextOverflow: Bool {
        mentions(
            "context_length_exceeded", "exceed_context_size", "maximum context length", "model's context length",
            "context length of only", "prompt is too long", "exceeds the maximum number of tokens", "context window",
            "context size", "context overflow", "longer than the maximum model length", "input is too long")
    }

    var isOutOfCredit: Bool {
        mentions("insufficient_quota", "insufficient credits", "credit balance is too low", "billing")
            && !mentions("dashscope")
    }

    /// As llama.cpp, vLLM, Ollama, OpenRouter, DeepSeek and others say it.
    var saysNoVision: Bool {
        mentions(
            "mmproj", "not a multimodal model", "image input is not supported", "support image input",
            "not support image", "not support vision", "unknown variant `image_url`", "at most 0 image",
            "missing data required for image input", "images are not supported", "does not support images")
    }

    /// As vLLM and SGLang say it.
    var saysTooManyPictures: Bool {
        !saysNoVision && mentions("image(s) may be provided", "too many images", "too many image")
    }

    var isAboutPicture: Bool { mentions("image", "picture") }

    /// Whether the model is not known there.
    var isAboutModel: Bool {
        mentions(
            "model_not_found", "not_found_error", "not a valid model", "invalid model", "model_not_exist",
            "server is pinned to")
            || (mentions("model") && mentions("not found", "does not exist", "not exist", "no such", "unknown model"))
    }

    var isAboutKey: Bool {
        mentions("invalid_api_key", "api key not valid", "api_key_invalid", "incorrect api key", "authentication_error")
    }
}
