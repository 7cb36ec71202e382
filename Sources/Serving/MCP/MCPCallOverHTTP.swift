import JSON

/// Answers one request of the protocol over HTTP.
struct MCPCallOverHTTP: Sendable {
    let exchange: HTTPExchange
    /// Whether a client that closes the connection has cancelled the request.
    var isEndedByClosing = false
    /// The session that the request opened, for the header of the answer.
    var session: String?

    /// How often a client that waits hears that it is not forgotten.
    private static let patience = Duration.seconds(10)

    private enum Event: Sendable {
        case message(JSON)
        case tick
        case answer(JSON?)
    }

    /// - Throws: where the client is gone.
    func run(_ id: JSON, _ method: String, _ parameters: JSON, on server: MCPServer) async throws {
        let (events, feed) = AsyncStream<Event>.makeStream()
        let call = server.begin(id, method, parameters) {
            feed.yield(.message($0))
        } done: {
            feed.yield(.answer($0))
        }
        let ticker = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: Self.patience)
                feed.yield(.tick)
            }
        }
        defer { ticker.cancel() }
        do {
            try await send(events)
        } catch {
            try await leave(call, error)
        }
        if Task.isCancelled { try await leave(call, CancellationError()) }
    }

    private func leave(_ call: Task<Void, Never>, _ error: any Error) async throws {
        guard isEndedByClosing else { throw error }
        call.cancel()
        await call.value
        throw error
    }

    /// Sends what comes until the answer, which ends the exchange.
    private func send(_ events: AsyncStream<Event>) async throws {
        for await event in events {
            switch event {
            case .message(let message):
                try await begin()
                try await exchange.send(Self.text(message))
            case .tick:
                try await begin()
                try await exchange.send(": it goes on\n\n")
            case .answer(let answer):
                return try await finish(with: answer)
            }
        }
    }

    private func finish(with answer: JSON?) async throws {
        guard await exchange.state == .open else {
            if let answer { try await exchange.send(Self.text(answer)) }
            return try await exchange.end()
        }
        guard let answer else { return try await exchange.respond(HTTPResponse(status: 202)) }
        var status = 200
        if isEndedByClosing, let code = answer["error"]?["code"]?.integer, let kind = MCPError.Kind(rawValue: code) {
            status = kind.status
        }
        var response = HTTPResponse.json(answer, status: status)
        if let session { response = response.adding("Mcp-Session-Id", session) }
        try await exchange.respond(response)
    }

    private func begin() async throws {
        try await exchange.begin(200, ["Content-Type": "text/event-stream", "X-Accel-Buffering": "no"])
    }

    private static func text(_ message: JSON) -> String { "event: message\ndata: \(message.text)\n\n" }
}

extension MCPError {
    /// The status of an answer that says it.
    var status: Int { kind.status }
}

extension MCPError.Kind {
    var status: Int {
        switch self {
        case .parse, .request, .parameters, .version, .header: 400
        case .method: 404
        case .internal: 200
        }
    }
}
