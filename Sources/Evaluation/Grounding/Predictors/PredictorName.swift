/// What `eval grounding --policy` takes: a kind, and what that kind needs, behind a colon.
package enum PredictorName: Hashable, Sendable {
    /// The text grounder.
    case text
    /// The screen model alone, or with the text grounder as they work together.
    case icons
    case picture
    /// What programs told, from the files beside the pictures; alone, or with the text grounder.
    case elements
    case both
    case centre
    case random(seed: UInt64)
    /// Qwen2.5-VL in this process, from the checkpoint at this path.
    case qwen(model: String)
    /// A model behind a server: its address, or the user's name for it.
    case server(model: String)
    /// The predictions in this file.
    case replay(file: String)

    /// What can be written, as an error and `--help` list it.
    static let forms = [
        "text", "icons", "picture", "elements", "both", "qwen:DIR", "openai:URL#MODEL", "responses:MODEL",
        "anthropic:MODEL",
        "gemini:MODEL",
        "a name of your models.json", "replay:FILE", "centre", "random", "random:SEED",
    ]

    /// Reads one of ``forms``.
    ///
    /// - Parameter models: the user's names for models behind servers.
    package init(_ text: String, models: [String] = []) throws(PredictorNameError) {
        if models.contains(text) {
            self = .server(model: text)
            return
        }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        switch (parts[0], parts.count > 1 ? parts[1] : nil) {
        case ("text", nil): self = .text
        case ("icons", nil): self = .icons
        case ("picture", nil): self = .picture
        case ("elements", nil): self = .elements
        case ("both", nil): self = .both
        case ("centre", nil): self = .centre
        case ("random", nil): self = .random(seed: 1)
        case ("random", let seed?):
            guard let seed = UInt64(seed) else { throw .noSeed(seed) }
            self = .random(seed: seed)
        case ("qwen", let model?) where !model.isEmpty: self = .qwen(model: model)
        case ("openai", let model?), ("responses", let model?), ("anthropic", let model?), ("gemini", let model?):
            guard !model.isEmpty else { throw .unknown(text) }
            self = .server(model: text)
        case ("replay", let file?) where !file.isEmpty: self = .replay(file: file)
        default: throw .unknown(text)
        }
    }
}

/// Why a text names no predictor.
package enum PredictorNameError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown(String)
    case noSeed(String)

    package var description: String {
        switch self {
        case .unknown(let text):
            "unknown grounding policy '\(text)'; use one of \(PredictorName.forms.joined(separator: ", "))"
        case .noSeed(let text): "expected a random seed, an integer from 0 as in random:7, found '\(text)'"
        }
    }
}
