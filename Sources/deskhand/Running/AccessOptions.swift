import ArgumentParser
import Foundation
import Serving

/// Who may use a server of ours.
struct AccessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file whose first line clients must send as bearer token (default: the environment variable DESKHAND_TOKEN; none is needed on loopback). At least 16 visible ASCII characters.",
            valueName: "FILE"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("Another name or address under which clients reach the server.", valueName: "NAME"))
    var allowHost: [String] = []

    @Option(
        help: ArgumentHelp(
            "An origin whose pages may use the server, such as https://example.org.", valueName: "ORIGIN"))
    var allowOrigin: [String] = []

    /// - Throws: where the server would be open to other machines, or the token cannot be read.
    func access(at address: ServerAddress) throws -> HTTPAccess {
        let token = try token
        guard address.isLoopback || token != nil else {
            throw ValidationError(
                "\(address) can be reached from other machines: set a token, by --token-file or DESKHAND_TOKEN")
        }
        let own = address.isLoopback ? [] : [address.host.lowercased()]
        return HTTPAccess(
            hosts: allowHost.map { $0.lowercased() } + own, origins: allowOrigin.map { $0.lowercased() }, token: token,
            advice: "--allow-host names other names")
    }

    private var token: String? {
        get throws {
            var text = ProcessInfo.processInfo.environment["DESKHAND_TOKEN"]
            if let tokenFile {
                guard let read = try? String(contentsOfFile: tokenFile, encoding: .utf8) else {
                    throw ValidationError("--token-file: \(tokenFile) cannot be read")
                }
                text = read.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
            }
            guard let text else { return nil }
            guard text.count >= 16, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
                throw ValidationError("the token: expected at least 16 visible ASCII characters")
            }
            return text
        }
    }
}
