import Foundation
import Testing

/// A short sample of the soak against the HTTP servers.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HTTPFuzzTests {
    private static let token = "a-token-of-this-test"
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    @Test(arguments: [
        ("mcp", ["mcp", "--http", "127.0.0.1:0"], token),
        (
            "serve",
            [
                "serve", "--listen", "127.0.0.1:0", "--model",
                root.appending(path: "Fixtures/model/reference/tied").path,
            ], token
        ),
        ("osworld", ["osworld-guest", "--address", "127.9.8.7:0"], ""),
    ])
    func `nothing that is sent ends a server or what it holds`(kind: String, command: [String], token: String) throws {
        try withFolder { folder in
            let traces = kind == "serve" ? [] : ["--traces", folder]
            let server = try ServedProgram(
                command + traces,
                environment: ["TMPDIR": folder].merging(token.isEmpty ? [:] : ["DESKHAND_TOKEN": token]) { $1 })
            let seed = "\(Int.random(in: 0...1_000_000))"
            let url = try #require(URL(string: server.address))
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(filePath: "/usr/bin/env")
            process.arguments =
                [
                    "python3", Self.root.appending(path: "Soak/http_fuzz.py").path, kind,
                    "\(url.host() ?? ""):\(server.port)",
                ]
                + ["\(server.process.processIdentifier)", seed, "160"] + (token.isEmpty ? [] : [token])
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 0, "seed \(seed): \(text)")
            #expect(server.end() == 0)
        }
    }
}
