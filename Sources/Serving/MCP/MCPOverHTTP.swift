import Foundation
import JSON

/// The Model Context Protocol over streamable HTTP, at `/mcp`.
///
/// A request is answered with JSON, or with a stream of events where there is progress to tell or it takes long. The
/// stream of unsolicited messages (`GET`) is refused: this server sends none.
package struct MCPOverHTTP: Sendable {
    private let sessions: MCPSessions
    private let server: @Sendable (DesktopOwner) -> MCPServer

    /// - Parameters:
    ///   - keeper: of the clients' desktops, which it ends.
    ///   - version: Deskhand's.
    ///   - idle: a session that was not used for so long is ended.
    ///   - tools: those of a desktops' owner.
    package init(
        keeper: DesktopKeeper, version: String, idle: Duration, tools: @escaping @Sendable (DesktopOwner) -> [MCPTool]
    ) {
        let server: @Sendable (DesktopOwner) -> MCPServer = { owner in
            MCPServer(tools: tools(owner), version: version, instructions: DesktopTools.instructions) { _ in }
        }
        self.server = server
        sessions = MCPSessions(keeper: keeper, idle: idle, server: server)
    }

    /// Serves until the task is cancelled, and ends sessions and desktops then.
    ///
    /// - Parameter started: called once with the port.
    /// - Throws: ``ServerError``.
    package func run(at address: ServerAddress, access: HTTPAccess, started: @Sendable (Int) -> Void) async throws {
        let sweeper = Task { await sessions.sweep() }
        defer { sweeper.cancel() }
        do {
            try await HTTPServer(access: access) { try await answer($0) }.run(at: address, started: started)
        } catch {
            await sessions.endAll()
            throw error
        }
        await sessions.endAll()
    }

    private func answer(_ exchange: HTTPExchange) async throws {
        let request = exchange.request
        guard request.path == "/mcp" else {
            return try await exchange.respond(.text("there is only /mcp here", status: 404))
        }
        switch request.method {
        case "POST": try await post(exchange)
        case "DELETE" where !request.isWithoutSession: try await end(exchange)
        default:
            try await exchange.respond(
                .text("expected POST, found \(request.method)", status: 405).adding("Allow", "POST, DELETE"))
        }
    }

    private func end(_ exchange: HTTPExchange) async throws {
        guard let id = exchange.request.session else {
            return try await exchange.respond(.text("expected a header Mcp-Session-Id", status: 400))
        }
        let isEnded = await sessions.end(id)
        try await exchange.respond(HTTPResponse(status: isEnded ? 204 : 404))
    }

    private func post(_ exchange: HTTPExchange) async throws {
        let request = exchange.request
        let type = request.headers["content-type"]?.split(separator: ";").first?.lowercased() ?? ""
        guard type == "application/json" else {
            return try await exchange.respond(
                .text("Content-Type: expected application/json, found '\(type)'", status: 415))
        }
        do {
            let message = try MCPMessage(request.text)
            if try request.namesRevisionWithoutSession(message) {
                try await takeWithoutSession(message, exchange)
            } else {
                try await take(message, exchange)
            }
        } catch let error as MCPError {
            try await exchange.respond(.json(error.answer(to: nil), status: error.status))
        }
    }

    // MARK: From 2026-07-28 on

    private func takeWithoutSession(_ message: MCPMessage, _ exchange: HTTPExchange) async throws {
        guard case .request(let id, let method, let parameters) = message else {
            return try await exchange.respond(HTTPResponse(status: 202))
        }
        try exchange.request.checkHeaders(id, method, parameters)
        let call = MCPCallOverHTTP(exchange: exchange, isEndedByClosing: true)
        try await call.run(id, method, parameters, on: server(.knower))
    }

    // MARK: Before

    private func take(_ message: MCPMessage, _ exchange: HTTPExchange) async throws {
        if case .request(let id, "initialize", let parameters) = message {
            guard let session = await sessions.open() else {
                return try await exchange.respond(.text("there are too many sessions", status: 503))
            }
            var call = MCPCallOverHTTP(exchange: exchange)
            call.session = session.id
            return try await call.run(id, "initialize", parameters, on: session.server)
        }
        guard let id = exchange.request.session else {
            throw MCPError(.request, "expected a header Mcp-Session-Id, from the answer to initialize")
        }
        guard let server = await sessions.server(of: id) else {
            return try await exchange.respond(.text("the session has ended; open another one", status: 404))
        }
        switch message {
        case .request(let id, let method, let parameters):
            try await MCPCallOverHTTP(exchange: exchange).run(id, method, parameters, on: server)
        case .notification(let method, let parameters):
            server.note(method, parameters)
            try await exchange.respond(HTTPResponse(status: 202))
        case .answer: try await exchange.respond(HTTPResponse(status: 202))
        }
    }
}
