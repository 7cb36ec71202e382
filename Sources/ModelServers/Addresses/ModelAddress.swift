package import Foundation

/// Where a model is served: `openai:BASE_URL#MODEL`, `responses:…`, `anthropic:…` or `gemini:…`.
///
/// Without a URL the model is at the publisher's server: `anthropic:MODEL`. A URL without a path gets the interface's
/// usual one, `/v1` or `/v1beta`.
package struct ModelAddress: Hashable, Sendable, CustomStringConvertible {
    /// How the server is spoken to.
    package let interface: ServerInterface
    /// The URL that the paths of the interface follow, without a final slash.
    package let base: URL
    /// The model's name at the server; empty where an address names none.
    package let model: String
    /// As it was written.
    package let description: String

    /// The forms, as errors and `--help` list them.
    package static let forms = [
        "openai:BASE_URL#MODEL", "responses:MODEL", "anthropic:MODEL", "gemini:MODEL",
    ]

    /// Whether `text` begins as an address does.
    package static func isAddress(_ text: String) -> Bool { interface(of: text) != nil }

    /// - Parameter needsModel: whether an address without a model is refused.
    package init(_ text: String, needsModel: Bool = true) throws(ModelAddressError) {
        guard let interface = Self.interface(of: text) else { throw .unknown }
        let rest = text.dropFirst(interface.rawValue.count + 1)
        let isURL = rest.hasPrefix("http://") || rest.hasPrefix("https://")
        let parts = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let model = isURL ? (parts.count > 1 ? parts[1] : "") : String(rest)
        guard !Self.isKey(text) else { throw .holdsKey }
        guard isURL || !rest.contains("://") else { throw .noHTTP }
        guard !model.isEmpty || (isURL && !needsModel) else { throw .noModel(interface) }
        self.interface = interface
        self.model = model
        description = text
        base = try isURL ? Self.base(parts[0], interface) : Self.base(interface.defaultBase, interface)
    }

    /// The server's name for messages, without path: `http://localhost:8000`.
    package var server: String {
        let port = base.port.map { ":\($0)" } ?? ""
        return "\(base.scheme ?? "http")://\(host)\(port)"
    }

    /// The host's name or number.
    var host: String { base.host() ?? "" }

    /// Whether it is the publisher's server or one on this machine: what a key from the publisher's environment variable may
    /// be sent to without being told.
    var isOwnHost: Bool {
        let own = URL(string: interface.defaultBase)?.host() ?? ""
        return base.scheme == "https" && host == own || Loopback.contains(host)
    }

    private static func interface(of text: String) -> ServerInterface? {
        ServerInterface.allCases.first { text.hasPrefix("\($0.rawValue):") }
    }

    private static func base(_ text: String, _ interface: ServerInterface) throws(ModelAddressError) -> URL {
        guard var parts = URLComponents(string: text), let host = parts.host, !host.isEmpty else { throw .badURL }
        guard parts.user == nil, parts.password == nil else { throw .holdsKey }
        let secrets = ["key", "token", "secret", "password", "signature"]
        let names = (parts.queryItems ?? []).map { $0.name.lowercased() }
        guard !names.contains(where: { name in secrets.contains { name.contains($0) } }) else { throw .holdsKey }
        while parts.path.hasSuffix("/") { parts.path.removeLast() }
        if parts.path.isEmpty { parts.path = interface.defaultPath }
        guard let url = parts.url else { throw .badURL }
        return url
    }

    /// Whether a part of it looks like one of the publishers' keys.
    private static func isKey(_ text: String) -> Bool {
        text.firstMatch(of: /(?:^|[:#\/@=])(?:sk-|sk_|AIza|hf_|gsk_)[A-Za-z0-9_\-]{12,}/) != nil
    }
}

/// Hosts of this machine.
enum Loopback {
    static func contains(_ host: String) -> Bool {
        let host = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        return host == "localhost" || host.hasSuffix(".localhost") || host == "::1"
            || (host.hasPrefix("127.") && host.split(separator: ".").count == 4)
    }
}

/// Why a text is no address. None of them repeats the text, which may hold a key.
package enum ModelAddressError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknown
    case badURL
    case noHTTP
    case noModel(ServerInterface)
    case holdsKey

    package var description: String {
        switch self {
        case .unknown: "expected the address of a model: \(ModelAddress.forms.joined(separator: ", "))"
        case .badURL:
            "the address of the model holds no valid URL: write openai:http://HOST:PORT/v1#MODEL"
        case .noHTTP: "the URL of the model's server has another scheme: it must begin with http:// or https://"
        case .noModel(let interface):
            "the address names no model: write \(interface.rawValue):URL#MODEL or \(interface.rawValue):MODEL; "
                + "`deskhand model probe \(interface.rawValue):URL` lists a server's models"
        case .holdsKey:
            "the address of the model holds a key or password, which every process on this machine can read: give it "
                + "in an environment variable, or name it in models.json (see `deskhand model probe --help`)"
        }
    }
}
