/// Who may send requests: checked before a body is read.
///
/// A page in a browser can send requests to servers on loopback, also under a name that resolves to it; that is refused by
/// `Host` and `Origin`. Users of the same machine are kept out by a token only.
package struct HTTPAccess: Sendable {
    /// Names and addresses, without ports, under which the server may be addressed besides those of loopback.
    var hosts: [String]
    /// What a refusal advises to a client that calls the server by another name.
    private let advice: String
    /// Origins of pages that may send requests, such as `https://example.org`.
    var origins: [String]
    /// What `Authorization: Bearer` has to say; `nil` where everyone may.
    var token: String?

    /// - Parameter advice: how a server is called by another name, for those who try; the default is by its address only.
    package init(
        hosts: [String] = [], origins: [String] = [], token: String? = nil,
        advice: String = "use its address, or localhost"
    ) {
        self.advice = advice
        self.hosts = hosts
        self.origins = origins
        self.token = token
    }

    /// Whether only those who know a token may.
    package var hasToken: Bool { token != nil }

    /// Why a request is refused; `nil` where it is not.
    package func refusal(of request: HTTPRequest) -> HTTPRefusal? {
        guard let host = request.headers["host"] else { return HTTPRefusal(400, "expected one Host header") }
        guard let name = Self.name(ofHost: host), ServerAddress.isLoopback(name) || hosts.contains(name) else {
            return HTTPRefusal(403, "Host: this server is not called '\(host)'; \(advice)")
        }
        let allowed = origins + ["http://\(host)", "https://\(host)"].map { $0.lowercased() }
        let named = request.headers.all("origin")
        for origin in named where !allowed.contains(origin.lowercased()) {
            return HTTPRefusal(403, "Origin: pages of '\(origin)' may not use this server")
        }
        // A picture or a link in a page names no origin, but browsers say that it is another's.
        let site = request.headers["sec-fetch-site"]?.lowercased()
        guard !named.isEmpty || (site != "cross-site" && site != "same-site") else {
            return HTTPRefusal(403, "Sec-Fetch-Site: pages of other sites may not use this server")
        }
        guard let token, !Self.isAuthorised(request.headers["authorization"] ?? "", token) else { return nil }
        return HTTPRefusal(
            401, "expected Authorization: Bearer with this server's token", ["WWW-Authenticate": "Bearer"])
    }

    private static func isAuthorised(_ header: String, _ token: String) -> Bool {
        let parts = header.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        return isSame(String(parts[1]), token)
    }

    /// The name in a `Host` header, without the port and in lower case.
    private static func name(ofHost host: String) -> String? {
        if host.hasPrefix("[") { return host.split(separator: "]").first.map { $0.dropFirst().lowercased() } }
        return host.split(separator: ":", omittingEmptySubsequences: false).first.map { $0.lowercased() }
    }

    /// Compares in a time that does not tell how much is right.
    static func isSame(_ one: String, _ other: String) -> Bool {
        let (one, other) = (Array(one.utf8), Array(other.utf8))
        var difference = one.count ^ other.count
        for place in other.indices { difference |= Int(other[place] ^ (place < one.count ? one[place] : 0)) }
        return difference == 0
    }
}
