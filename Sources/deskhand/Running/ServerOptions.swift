import ArgumentParser
import Dialects
import ModelServers
import Models

/// The options of every command that may ask a model behind a server.
struct ServerOptions: ParsableArguments {
    @Option(
        name: .customLong("key-env"),
        help: ArgumentHelp(
            "Environment variable with the API key of the model's server (default: the publisher's, such as OPENAI_API_KEY, for the publisher's server).",
            valueName: "NAME"))
    var keyEnv: String?

    @Option(
        name: .customLong("max-cost"),
        help: ArgumentHelp(
            "Maximum cost of a model's answers, by the prices in models.json; nothing is asked beyond it.",
            valueName: "AMOUNT"))
    var maxCost: Double?

    func validate() throws {
        guard maxCost.map({ $0 > 0 && $0.isFinite }) ?? true else {
            throw ValidationError("--max-cost: expected a number above 0")
        }
        guard keyEnv.map({ !$0.isEmpty && !$0.contains("=") }) ?? true else {
            throw ValidationError("--key-env: expected the name of an environment variable, not a key")
        }
    }

    /// What `--model` or `--policy` names.
    ///
    /// - Throws: for an address or a models file that cannot be used.
    func choice(_ text: String) throws -> ModelChoice {
        let choice = try ModelChoice(text, models: ModelsFile())
        guard case .server(var settings) = choice else {
            if maxCost != nil { throw ValidationError("--max-cost needs a model behind a server") }
            return choice
        }
        if let keyEnv { settings.key = .variable(keyEnv) }
        return .server(settings)
    }

    /// Counts the answers of one command.
    func makeAccount() -> UsageAccount { UsageAccount(maximumCost: maxCost) }
}

extension ServerChat {
    /// A model behind a server that is asked in a dialect.
    ///
    /// - Parameter maximum: the maximum number of pixels of a picture, in place of the settings'.
    /// - Throws: for a key, certificates or a proxy that cannot be used.
    convenience init(
        _ settings: ServerSettings, speaking dialect: Dialect, maximum: Int? = nil, account: UsageAccount? = nil
    ) throws {
        var settings = settings
        settings.maximumPixels = maximum ?? settings.maximumPixels
        let rule = dialect.sizing.limited(to: settings.maximumPixels)
        try self.init(settings, account: account) { try rule.size(for: $0) }
    }
}

extension Dialect {
    /// The dialect that was named, on the command line or in the models file, or that the name of the model tells; plain
    /// JSON for a model that is not known.
    ///
    /// - Throws: ``ModelsFileError`` for a name in the models file that no dialect has, `ValidationError` for a dialect with a
    ///   tool of another interface than the server's.
    static func chosen(_ named: Dialect?, for settings: ServerSettings) throws -> Dialect {
        try known(named, for: settings) ?? .json
    }

    /// The same; `nil` for a model that is not known.
    static func known(_ named: Dialect?, for settings: ServerSettings) throws -> Dialect? {
        let interface = settings.address.interface
        guard let dialect = try named ?? inFile(settings) else {
            return chosen(forModel: settings.address.model).flatMap { $0.isSpoken(over: interface) ? $0 : nil }
        }
        guard dialect.isSpoken(over: interface) else {
            throw ValidationError(
                "the dialect \(dialect.name) has a tool that a server of the kind '\(interface.rawValue)' does not offer; "
                    + "name another dialect, or the address of a server of its publisher")
        }
        return dialect
    }

    private static func inFile(_ settings: ServerSettings) throws -> Dialect? {
        guard let name = settings.dialect else { return nil }
        guard let dialect = Dialect.named(name) else {
            throw ModelsFileError.malformed(
                path: ModelsFile.standardPath,
                reason: "model '\(settings.name)': there is no dialect '\(name)'; known are "
                    + Dialect.all.map(\.name).joined(separator: ", "))
        }
        return dialect
    }

    /// Whether servers with an interface offer the dialect's own tool, if it has one.
    private func isSpoken(over interface: ServerInterface) -> Bool {
        guard hosted != nil else { return true }
        return switch interface {
        case .chatCompletions: false
        case .responses: name.hasPrefix("openai_")
        case .messages: name.hasPrefix("anthropic_")
        case .generateContent: name.hasPrefix("gemini_")
        }
    }
}

/// A dialect by its name.
struct DialectName: ExpressibleByArgument {
    let dialect: Dialect

    static var allValueStrings: [String] { Dialect.all.map(\.name) }

    init?(argument: String) {
        guard let dialect = Dialect.named(argument) else { return nil }
        self.dialect = dialect
    }
}
