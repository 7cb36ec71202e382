/// The interfaces by which models are served.
package enum ServerInterface: String, CaseIterable, Hashable, Sendable {
    /// Chat completions: OpenAI, vLLM, SGLang, llama.cpp, Ollama, LM Studio, DashScope, OpenRouter and others.
    case chatCompletions = "openai"
    /// OpenAI's responses.
    case responses
    /// Anthropic's messages.
    case messages = "anthropic"
    /// Gemini's generateContent.
    case generateContent = "gemini"

    /// The server of the interface's publisher.
    var defaultBase: String {
        switch self {
        case .chatCompletions, .responses: "https://api.openai.com/v1"
        case .messages: "https://api.anthropic.com/v1"
        case .generateContent: "https://generativelanguage.googleapis.com/v1beta"
        }
    }

    /// The path of a server that is given without one.
    var defaultPath: String { self == .generateContent ? "/v1beta" : "/v1" }

    /// The environment variable that holds a key for the publisher's server.
    var keyVariable: String {
        switch self {
        case .chatCompletions, .responses: "OPENAI_API_KEY"
        case .messages: "ANTHROPIC_API_KEY"
        case .generateContent: "GEMINI_API_KEY"
        }
    }
}
