import Foundation
import JSON
import ModelServers
import Models
import ScriptedServers
import Testing

@Suite struct ServerSecurityTests {
    private let request = ChatRequest(turns: [.user([.text("a")])])
    /// The authority is the server's own certificate; `Fixtures/make-certificate` makes both.
    private let certificate = ScriptedServer.fixtures.appending(path: "localhost.pem")

    @Test func `a server with its own authority is trusted when that is named`() async throws {
        let server = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"), certificate: certificate)
        var settings = try server.settings(scheme: "https")
        let error = await #expect(throws: ModelServerError.self) { try await ServerChat(settings).answer(request) }
        guard case .tls(_, let reason)? = error else { throw Unexpected("\(String(describing: error))") }
        #expect(reason.contains("models.json"))
        settings.certificates = certificate.path
        #expect(try await ServerChat(settings).answer(request).text == "hello")
    }

    @Test func `TLS with a server that has none is explained`() async throws {
        let server = try ScriptedServer(JSON(parsing: "[\(ServerFaultTests.good)]"))
        let error = await #expect(throws: ModelServerError.self) {
            try await ServerChat(server.settings(scheme: "https")).answer(request)
        }
        guard case .tls(_, let reason)? = error else { throw Unexpected("\(String(describing: error))") }
        #expect(reason.contains("http://"))
    }

    @Test(arguments: ["/nowhere/ca.pem", "/etc/hostname"])
    func `a file without certificates is refused`(_ path: String) throws {
        var settings = ServerSettings(try ModelAddress("openai:https://127.0.0.1:1#m"))
        settings.certificates = path
        let error = #expect(throws: ModelsFileError.self) { try ServerChat(settings) }
        #expect(error?.description.contains(path) == true)
    }
}
