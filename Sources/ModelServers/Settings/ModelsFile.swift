import Foundation
import JSON
import Models

/// The user's models: `models.json` in `$XDG_CONFIG_HOME/deskhand`, or `~/.config/deskhand`.
///
/// One object, whose members are the models by their names. Each is an object with `address`, and as wanted `key`,
/// `dialect`, `prices`, `concurrency`, `timeouts`, `retries`, `ca`, `sampling`, `max_tokens`, `max_pixels` and
/// `pictures`.
package struct ModelsFile: Sendable {
    /// The file's path, for messages.
    let path: String
    private let models: [String: JSON]

    /// The path in this environment.
    package static var standardPath: String {
        let environment = ProcessInfo.processInfo.environment
        let folder =
            environment["XDG_CONFIG_HOME"].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
            ?? FileManager.default.homeDirectoryForCurrentUser.appending(path: ".config")
        return folder.appending(path: "deskhand/models.json").path
    }

    /// Reads the file; without one there are no models.
    ///
    /// - Throws: ``ModelsFileError/malformed(path:reason:)``.
    package init(at path: String = standardPath) throws(ModelsFileError) {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            models = [:]
            return
        }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw .malformed(path: path, reason: "it is not readable UTF-8 text")
        }
        do {
            let fields = try JSONFields(JSON(parsing: text))
            models = Dictionary(fields.names.compactMap { name in fields[name].map { (name, $0) } }) { $1 }
        } catch {
            throw .malformed(path: path, reason: error.description)
        }
    }

    /// The names, in alphabetical order.
    package var names: [String] { models.keys.sorted() }

    /// The model called `name`; `nil` where there is none.
    package func settings(named name: String) throws(ModelsFileError) -> ServerSettings? {
        guard let json = models[name] else { return nil }
        do {
            return try Self.settings(name, JSONFields(json, path: [.name(name)]))
        } catch let error as JSONError {
            throw .malformed(path: path, reason: error.description)
        } catch let error as ModelAddressError {
            throw .malformed(path: path, reason: "model '\(name)': \(error)")
        } catch {
            throw .malformed(path: path, reason: "model '\(name)': \(error)")
        }
    }

    private static let known = [
        "address", "key", "dialect", "prices", "concurrency", "timeouts", "retries", "ca", "sampling", "max_tokens",
        "max_pixels", "pictures",
    ]

    private static func settings(_ name: String, _ fields: JSONFields) throws -> ServerSettings {
        try fields.onlyKnow(known)
        guard let text = try fields.string("address") else {
            throw fields.fault(
                at: "address", "a model needs its address, such as openai:http://localhost:8000/v1#MODEL")
        }
        var settings = ServerSettings(try ModelAddress(text), name: name)
        settings.key = try fields["key"].map { try key($0, fields) }
        settings.dialect = try fields.string("dialect")
        settings.certificates = try fields.string("ca").map { NSString(string: $0).expandingTildeInPath }
        if let most = try fields.integer("concurrency", in: 1...1024, expected: "an integer from 1 to 1024") {
            settings.concurrency = most
        }
        if let most = try fields.integer("retries", in: 0...20, expected: "an integer from 0 to 20") {
            settings.retries.maximum = most
        }
        settings.maximumTokens = try fields.integer("max_tokens", in: 1...10_000_000, expected: "an integer above 0")
        settings.maximumPixels = try fields.integer("max_pixels", in: 784...1 << 30, expected: "an integer from 784")
        if let name = try fields.string("pictures") {
            guard let format = PictureFormat(rawValue: name) else {
                throw fields.fault(at: "pictures", "expected \"png\" or \"jpeg\", found \"\(name)\"")
            }
            settings.pictures = format
        }
        settings.timeouts = try timeouts(fields)
        settings.prices = try prices(fields)
        settings.sampling = try sampling(fields)
        return settings
    }

    private static func inner(_ name: String, _ fields: JSONFields, _ known: [String]) throws -> JSONFields? {
        guard let json = fields[name] else { return nil }
        let inner = try JSONFields(json, path: fields.path + [.name(name)])
        try inner.onlyKnow(known)
        return inner
    }

    private static func key(_ json: JSON, _ fields: JSONFields) throws -> KeySource {
        let expected = "one of {\"env\": NAME}, {\"file\": PATH} and {\"command\": [WORD, …]} is expected"
        // The value is not repeated: it may be the key itself.
        guard json.members != nil else { throw fields.fault(at: "key", "\(expected), not the key itself") }
        guard let source = try inner("key", fields, ["env", "file", "command"]), source.names.count == 1 else {
            throw fields.fault(at: "key", expected)
        }
        if let name = try source.string("env") { return .variable(name) }
        if let path = try source.string("file") { return .file(path) }
        guard let words = try source.strings("command"), let first = words.first, !first.isEmpty else {
            throw fields.fault(at: "key", expected)
        }
        return .command(words)
    }

    private static func timeouts(_ fields: JSONFields) throws -> ServerTimeouts {
        var timeouts = ServerTimeouts()
        guard let given = try inner("timeouts", fields, ["connect", "first_token", "silence", "total"]) else {
            return timeouts
        }
        func seconds(_ name: String, _ usual: Duration) throws -> Duration {
            try given.number(name, in: 0.001...86_400, expected: "a number of seconds").map(Duration.seconds) ?? usual
        }
        timeouts.connect = try seconds("connect", timeouts.connect)
        timeouts.firstToken = try seconds("first_token", timeouts.firstToken)
        timeouts.silence = try seconds("silence", timeouts.silence)
        timeouts.total = try seconds("total", timeouts.total)
        return timeouts
    }

    private static func prices(_ fields: JSONFields) throws -> TokenPrices? {
        guard let given = try inner("prices", fields, ["input", "cached", "output"]) else { return nil }
        func price(_ name: String) throws -> Double? {
            try given.number(name, in: 0...1e9, expected: "a price of a million tokens, a number from 0")
        }
        guard let input = try price("input"), let output = try price("output") else {
            throw fields.fault(at: "prices", "the prices of a million tokens are needed for input and output")
        }
        return TokenPrices(input: input, cached: try price("cached"), output: output)
    }

    private static func sampling(_ fields: JSONFields) throws -> SamplingParameters? {
        guard let given = try inner("sampling", fields, ["temperature", "top_p", "top_k", "presence_penalty"]) else {
            return nil
        }
        return SamplingParameters(
            temperature: try given.number("temperature", in: 0...10, expected: "a number from 0"),
            topP: try given.number("top_p", in: 0...1, expected: "a number from 0 to 1"),
            topK: try given.integer("top_k", in: 1...1_000_000, expected: "an integer above 0"),
            presencePenalty: try given.number("presence_penalty", in: -2...2, expected: "a number from -2 to 2"))
    }
}

/// What is wrong with the user's models or a key.
package enum ModelsFileError: Error, Hashable, Sendable, CustomStringConvertible {
    case malformed(path: String, reason: String)
    case noKey(String)
    case certificates(path: String, reason: String)

    package var description: String {
        switch self {
        case .malformed(let path, let reason): "\(path): \(reason)"
        case .noKey(let reason): "the key of the model's server cannot be read: \(reason)"
        case .certificates(let path, let reason):
            "the certificate authorities in \(path) cannot be used: \(reason); give a PEM file"
        }
    }
}
