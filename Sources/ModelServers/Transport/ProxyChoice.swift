import Foundation

/// The proxy that the environment names for a URL: `http_proxy`, `https_proxy`, `all_proxy` and `no_proxy`, or in capitals.
struct ProxyChoice: Hashable, Sendable {
    let host: String
    let port: Int
    let isSOCKS: Bool
    /// User name and password, joined by a colon.
    let credentials: String?

    /// - Returns: `nil` where the server is reached without a proxy, as those of this machine always are.
    /// - Throws: `TransportFault.proxy` for a value that cannot be used.
    static func proxy(for url: URL, _ environment: [String: String]) throws(TransportFault) -> ProxyChoice? {
        func value(_ name: String) -> String? {
            let value = environment[name] ?? environment[name.uppercased()]
            return value?.isEmpty == false ? value : nil
        }
        let variable = "\(url.scheme ?? "http")_proxy"
        guard let text = value(variable) ?? value("all_proxy") else { return nil }
        let host = url.host() ?? ""
        guard !Loopback.contains(host), !isExcepted(host, port: url.port, value("no_proxy") ?? "") else { return nil }
        return try ProxyChoice(text, variable: variable)
    }

    private init(_ text: String, variable: String) throws(TransportFault) {
        let whole = text.contains("://") ? text : "http://\(text)"
        guard let parts = URLComponents(string: whole), let host = parts.host, !host.isEmpty else {
            throw .proxy("the value of \(variable) is no URL such as http://proxy.example:3128")
        }
        switch parts.scheme {
        case "http": isSOCKS = false
        case "socks5", "socks5h": isSOCKS = true
        default: throw .proxy("\(variable) names a proxy of another kind: expected http:// or socks5://")
        }
        self.host = host
        port = parts.port ?? (isSOCKS ? 1080 : 3128)
        credentials = parts.user.map { "\($0):\(parts.password ?? "")" }
    }

    /// Whether `no_proxy` lists the host: by its name, a domain that it lies in, or `*`, each with or without a port.
    static func isExcepted(_ host: String, port: Int?, _ list: String) -> Bool {
        let host = host.lowercased()
        return list.lowercased().split(whereSeparator: { $0 == "," || $0.isWhitespace }).contains { entry in
            if entry == "*" { return true }
            var name = entry
            if entry.filter({ $0 == ":" }).count == 1 {
                let parts = entry.split(separator: ":")
                guard parts.count == 2, Int(parts[1]) == port else { return false }
                name = parts[0]
            }
            let domain = name.drop { $0 == "." || $0 == "*" }
            return !domain.isEmpty && (host == domain || host.hasSuffix(".\(domain)"))
        }
    }
}
