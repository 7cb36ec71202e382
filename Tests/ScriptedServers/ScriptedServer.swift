package import Foundation
import Glibc
package import JSON
import TestInputs

/// A model's server that does what its script says; it ends with this value.
package final class ScriptedServer {
    package let port: Int
    private let process = Process()
    private let input = Pipe()
    private let folder: URL

    /// Where the server's program and its certificate lie.
    package static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/servers")

    /// - Parameters:
    ///   - steps: a JSON list, as `Tests/Fixtures/servers/server.py` describes it.
    ///   - certificate: a PEM file with a certificate and its key, for a server that speaks TLS.
    package init(_ steps: JSON, certificate: URL? = nil) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let script = folder.appending(path: "script.json")
        try Data(steps.text.utf8).write(to: script)
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments =
            [Self.fixtures.appending(path: "server.py").path, script.path, folder.appending(path: "log").path]
            + (certificate.map { [$0.path] } ?? [])
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        guard let port = Int(output.fileHandleForReading.firstLine()) else { throw NoPort() }
        self.port = port
    }

    deinit {
        // Not by the end of its input, of which another server that was started meanwhile may hold a copy; nor by SIGTERM, which
        // Swift's threads block, and the programs that they start inherit that.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    private struct NoPort: Error {}

    /// What has happened so far.
    package var log: [JSON] {
        let text = (try? String(contentsOf: folder.appending(path: "log"), encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap { try? JSON(parsing: String($0)) }
    }

    /// The requests so far.
    package var requests: [JSON] { log.filter { $0["method"] != nil } }

    /// The bodies of the requests so far.
    package var bodies: [JSON] { requests.compactMap { $0["body"]?.string.flatMap { try? JSON(parsing: $0) } } }

    /// Whether the client has closed a connection on which the server waited.
    package var wasClosed: Bool { log.contains { $0["closed"] != nil } }
}
