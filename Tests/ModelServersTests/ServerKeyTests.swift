import Foundation
import JSON
import ModelServers
import Models
import ScriptedServers
import Testing

/// Which key goes to which server.
@Suite(.serialized) struct ServerKeyTests {
    private func sent(_ key: KeySource?, over interface: String = "openai") async throws -> JSON? {
        let server = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        var settings = try server.settings(interface)
        settings.key = key
        settings.retries.maximum = 0
        _ = try? await ServerChat(settings).answer(ChatRequest(turns: [.user([.text("a")])]))
        return server.requests.first?["headers"]
    }

    @Test func `a key comes from a variable, a file or a command`() async throws {
        setenv("DESKHAND_TEST_KEY_A", "from-variable", 1)
        let file = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
        try Data("from-file\nsecond line\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try await sent(.variable("DESKHAND_TEST_KEY_A"))?["authorization"]?.string == "Bearer from-variable")
        #expect(try await sent(.file(file.path))?["authorization"]?.string == "Bearer from-file")
        #expect(
            try await sent(.command(["printf", "from-command\n"]))?["authorization"]?.string == "Bearer from-command")
    }

    @Test(arguments: [("anthropic", "x-api-key"), ("gemini", "x-goog-api-key"), ("responses", "authorization")])
    func `each interface has its own header`(_ interface: String, _ header: String) async throws {
        setenv("DESKHAND_TEST_KEY_B", "secret-key", 1)
        let headers = try await sent(.variable("DESKHAND_TEST_KEY_B"), over: interface)
        #expect(headers?[header]?.string?.hasSuffix("secret-key") == true)
    }

    @Test(arguments: [
        KeySource.variable("DESKHAND_TEST_UNSET"), .file("/nowhere/key"), .command(["false"]),
        .command(["deskhand-no-such-program"]), .command(["true"]),
    ])
    func `a key that cannot be read is said to be missing`(_ source: KeySource) throws {
        var settings = ServerSettings(try ModelAddress("openai:http://127.0.0.1:1#m"))
        settings.key = source
        let error = #expect(throws: ModelsFileError.self) { _ = try ServerChat(settings) }
        #expect(error?.description.contains("key") == true)
    }

    @Test func `a command that does not end, or prints without end, is killed`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        func command(_ script: String) -> [String] {
            ["sh", "-c", "echo $$ > \(folder.path)/process; trap '' TERM INT; \(script)"]
        }
        for (script, words) in [
            ("while :; do echo key; done", "more than"),
            ("while :; do read line < /dev/zero; done", "did not end within"),
            ("exec >&-; while :; do sleep 1; done", "did not end within"),
        ] {
            let error = #expect(throws: ModelsFileError.self) {
                _ = try KeyCommand(command(script), timeout: .seconds(1)).output()
            }
            #expect(error?.description.contains(words) == true, "\(String(describing: error))")
            let number = try String(contentsOf: folder.appending(path: "process"), encoding: .utf8)
            let process = try #require(Int32(number.trimmingCharacters(in: .whitespacesAndNewlines)))
            try await eventually { kill(process, 0) != 0 }
        }
        let left = try KeyCommand(["sh", "-c", "sleep 30 & echo a-key"], timeout: .seconds(20)).output()
        #expect(left == "a-key\n", "what it leaves running is not waited for")
    }

    @Test func `the publisher's key goes to the publisher and this machine alone`() async throws {
        setenv("OPENAI_API_KEY", "publishers-key", 1)
        defer { unsetenv("OPENAI_API_KEY") }
        #expect(try await sent(nil)?["authorization"]?.string == "Bearer publishers-key")
        // Another host is reached through a proxy here, which sees what it would get.
        let proxy = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
        defer { unsetenv("http_proxy") }
        let settings = ServerSettings(try ModelAddress("openai:http://models.example/v1#m"))
        let reply = try await ServerChat(settings).answer(ChatRequest(turns: [.user([.text("a")])]))
        #expect(reply.text == "hello")
        #expect(
            proxy.requests.map { $0["path"]?.string ?? "" } == ["models.example:80", "/v1/chat/completions"])
        #expect(proxy.requests.last?["headers"]?["host"]?.string == "models.example")
        #expect(proxy.requests.last?["headers"]?["authorization"] == nil)
    }

    @Test func `the proxy is passed by for hosts of no_proxy`() async throws {
        let proxy = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        setenv("http_proxy", "http://127.0.0.1:\(proxy.port)", 1)
        setenv("no_proxy", "other.example, .inner.invalid:80, localhost", 1)
        defer {
            unsetenv("http_proxy")
            unsetenv("no_proxy")
        }
        var settings = ServerSettings(try ModelAddress("openai:http://models.inner.invalid:80/v1#m"))
        settings.retries.maximum = 0
        await #expect(throws: ModelServerError.self) {
            try await ServerChat(settings).answer(ChatRequest(turns: [.user([.text("a")])]))
        }
        #expect(proxy.requests.isEmpty)
    }
}
