/// What `--policy` takes: a kind, and what that kind needs, behind a colon.
package enum PolicyName: Hashable, Sendable, CustomStringConvertible {
    /// A policy without a model, by the word of its form, and what stands behind the colon.
    case named(String, argument: String?)
    /// Qwen2.5-VL in this process, from the checkpoint in this folder.
    case qwen(model: String)
    /// A model behind a server: its address, or the user's name for it.
    case server(model: String)

    /// The task's own script, or plain steps.
    package static let script = PolicyName.named("script", argument: nil)
    /// The answers of the trace in this folder.
    package static func replay(trace: String) -> PolicyName { .named("replay", argument: trace) }

    /// What can be written for a model.
    private static let models = [
        "qwen:DIR", "openai:URL#MODEL", "responses:MODEL", "anthropic:MODEL", "gemini:MODEL",
        "a name of your models.json",
    ]
    /// What addresses of models behind servers begin with.
    private static let interfaces = ["openai", "responses", "anthropic", "gemini"]

    /// Reads a policy's name.
    ///
    /// - Parameters:
    ///   - forms: of the policies without a model.
    ///   - models: the user's names for models behind servers.
    package init(_ text: String, forms: [PolicyForm], models: [String] = []) throws(PolicyNameError) {
        if models.contains(text) {
            self = .server(model: text)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let (kind, argument) = (parts[0], parts.count > 1 ? parts[1] : nil)
        if let form = forms.first(where: { $0.word == kind }) {
            self = .named(kind, argument: try form.read(argument))
        } else if kind == "qwen" {
            self = .qwen(model: try PolicyForm(kind, needs: "DIR").read(argument) ?? "")
        } else if Self.interfaces.contains(kind) {
            _ = try PolicyForm(kind, needs: "MODEL").read(argument)
            self = .server(model: text)
        } else {
            throw .unknown(text, forms: forms.map(\.description) + Self.models)
        }
    }

    /// Whether a model decides, which is told in words what to do.
    package var isModel: Bool {
        switch self {
        case .qwen, .server: true
        case .named: false
        }
    }

    /// The folder of the trace whose answers are given again; `nil` for other policies.
    package var replayedTrace: String? {
        guard case .named("replay", let trace) = self else { return nil }
        return trace
    }

    package var description: String {
        switch self {
        case .named(let word, let argument): argument.map { "\(word):\($0)" } ?? word
        case .qwen(let model): "qwen:\(model)"
        case .server(let model): model
        }
    }
}

/// How a policy is written: its word, and what it needs behind a colon.
package struct PolicyForm: Hashable, Sendable, CustomStringConvertible {
    /// What stands before the colon.
    package let word: String
    /// What it needs behind the colon, in capital letters, such as `TRACE`; `nil` for nothing.
    let argument: String?

    /// Creates a form.
    package init(_ word: String, needs argument: String? = nil) {
        self.word = word
        self.argument = argument
    }

    package var description: String { argument.map { "\(word):\($0)" } ?? word }

    /// What stands behind the colon, where this form needs it.
    fileprivate func read(_ found: String?) throws(PolicyNameError) -> String? {
        guard let argument else {
            guard found == nil else { throw .needsNothing(kind: word) }
            return nil
        }
        guard let found, !found.isEmpty else { throw .lacks(kind: word, what: argument) }
        return found
    }
}

/// Why a text is not the name of a policy.
package enum PolicyNameError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String, forms: [String])
    case lacks(kind: String, what: String)
    case needsNothing(kind: String)
    /// A model is needed, and this is none.
    case noModel(String)

    package var description: String {
        switch self {
        case .unknown(let text, let forms): "there is no policy '\(text)'; use one of \(forms.joined(separator: ", "))"
        case .lacks(let kind, let what): "the policy '\(kind)' needs more: write \(kind):\(what)"
        case .needsNothing(let kind): "the policy '\(kind)' takes nothing behind a colon; write \(kind)"
        case .noModel(let name): "the policy '\(name)' is no model"
        }
    }
}
