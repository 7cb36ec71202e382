/// What `--policy` takes: a kind, and what that kind needs, behind a colon.
package enum PolicyName: Hashable, Sendable, CustomStringConvertible {
    /// The task's own script, or plain steps.
    case script
    /// The answers of the trace in this folder.
    case replay(trace: String)
    /// Qwen2.5-VL in this process, from the checkpoint in this folder.
    case qwen(model: String)
    /// A model behind a server: its address, or the user's name for it.
    case server(model: String)
    /// Says at once that all is done: what doing nothing scores.
    case nothing
    /// Says at once that it cannot be done.
    case infeasible

    /// What can be written, as an error and `--help` list it.
    static let forms = [
        "script", "replay:TRACE", "qwen:DIR", "openai:URL#MODEL", "responses:MODEL", "anthropic:MODEL", "gemini:MODEL",
        "a name of your models.json", "nothing", "infeasible",
    ]
    /// What addresses of models behind servers begin with.
    private static let interfaces = ["openai", "responses", "anthropic", "gemini"]

    /// Reads one of ``forms``.
    ///
    /// - Parameter models: the user's names for models behind servers.
    package init(_ text: String, models: [String] = []) throws(PolicyNameError) {
        if models.contains(text) {
            self = .server(model: text)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let argument = parts.count > 1 ? parts[1] : nil
        switch (parts.first, argument) {
        case ("script", nil): self = .script
        case ("nothing", nil): self = .nothing
        case ("infeasible", nil): self = .infeasible
        case (let kind?, _?) where ["script", "nothing", "infeasible"].contains(kind): throw .needsNothing(kind: kind)
        case ("replay", let trace?) where !trace.isEmpty: self = .replay(trace: trace)
        case ("replay", _): throw .lacks(kind: "replay", what: "TRACE")
        case ("qwen", let model?) where !model.isEmpty: self = .qwen(model: model)
        case ("qwen", _): throw .lacks(kind: "qwen", what: "DIR")
        case (let kind?, let model?) where Self.interfaces.contains(kind) && !model.isEmpty: self = .server(model: text)
        case (let kind?, _) where Self.interfaces.contains(kind): throw .lacks(kind: kind, what: "MODEL")
        default: throw .unknown(text)
        }
    }

    /// Whether a model decides, which is told in words what to do.
    package var isModel: Bool {
        switch self {
        case .qwen, .server: true
        case .script, .replay, .nothing, .infeasible: false
        }
    }

    package var description: String {
        switch self {
        case .script: "script"
        case .replay(let trace): "replay:\(trace)"
        case .qwen(let model): "qwen:\(model)"
        case .server(let model): model
        case .nothing: "nothing"
        case .infeasible: "infeasible"
        }
    }
}

/// Why a text is not the name of a policy.
package enum PolicyNameError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    case lacks(kind: String, what: String)
    case needsNothing(kind: String)

    package var description: String {
        switch self {
        case .unknown(let text): "there is no policy '\(text)'; use one of \(PolicyName.forms.joined(separator: ", "))"
        case .lacks(let kind, let what): "the policy '\(kind)' needs more: write \(kind):\(what)"
        case .needsNothing(let kind): "the policy '\(kind)' takes nothing behind a colon; write \(kind)"
        }
    }
}
