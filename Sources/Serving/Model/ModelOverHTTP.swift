import Foundation
import JSON
import QwenVL

/// Models behind OpenAI's chat-completions API: a checkpoint, the screen model, or both.
package struct ModelOverHTTP: Sendable {
    private let engine: ModelEngine?
    private let places: PlaceAnswers?
    private let metrics = ServerMetrics()

    /// - Parameters:
    ///   - engine: the checkpoint's; `nil` without one.
    ///   - places: the screen model; `nil` where it is not served.
    package init(_ engine: ModelEngine?, places: PlaceAnswers? = nil) {
        self.engine = engine
        self.places = places
    }

    /// Serves until the task is cancelled.
    ///
    /// - Parameter started: called once with the port.
    /// - Throws: ``ServerError``.
    package func run(
        at address: ServerAddress, access: HTTPAccess, limits: HTTPLimits, started: @Sendable (Int) -> Void
    ) async throws {
        let server = HTTPServer(access: access, limits: limits) {
            CompletionFault($0).response
        } handle: {
            try await answer($0)
        }
        try await server.run(at: address, started: started)
    }

    private func answer(_ exchange: HTTPExchange) async throws {
        let request = exchange.request
        switch (request.method, request.path.removingPercentEncoding ?? request.path) {
        case ("POST", "/v1/chat/completions"): try await complete(exchange)
        case ("GET", "/v1/models"):
            try await exchange.respond(
                .json(.object(["object": .text("list"), "data": .list(models.map(\.json))])))
        case ("GET", let path) where models.contains { "/v1/models/\($0.name)" == path }:
            let found = models.first { "/v1/models/\($0.name)" == path }
            try await exchange.respond(.json(found?.json ?? .null))
        case ("GET", "/health"): try await exchange.respond(.json(.object(["status": .text("ok")])))
        case ("GET", "/metrics"):
            try await exchange.respond(
                HTTPResponse(
                    status: 200, headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                    body: Array((metrics.text(await state, engine?.batchCounts) + "\n").utf8)))
        case ("GET", let path) where path.hasPrefix("/v1/models/"):
            let names = models.map(\.name).joined(separator: ", ")
            let fault = CompletionFault.noModel(String(path.dropFirst("/v1/models/".count)), but: names)
            try await exchange.respond(fault.response)
        case (_, "/v1/chat/completions"), (_, "/v1/models"), (_, "/health"), (_, "/metrics"):
            let fault = CompletionFault(
                status: 405, message: "\(request.method) is not for \(request.path)", type: "invalid_request_error")
            let allowed = request.path == "/v1/chat/completions" ? "POST" : "GET"
            try await exchange.respond(fault.response.adding("Allow", allowed))
        default:
            let fault = CompletionFault(
                status: 404, message: "there is no \(request.method) \(request.path)", type: "invalid_request_error")
            try await exchange.respond(fault.response)
        }
    }

    /// Of both queues.
    private var state: (waiting: Int, running: Int) {
        get async {
            let (one, other) = (await engine?.queue.state, await places?.queue.state)
            return (
                (one?.waiting ?? 0) + (other?.waiting ?? 0), (one?.running ?? 0) + (other?.running ?? 0)
            )
        }
    }

    private var models: [(name: String, json: JSON)] {
        let own = engine.map { [Self.model($0.name, contextLength: $0.contextLength)] } ?? []
        return own + (places == nil ? [] : [Self.model(PlaceAnswers.name, contextLength: nil)])
    }

    private static func model(_ name: String, contextLength: Int?) -> (name: String, json: JSON) {
        let json = JSON.object([
            "id": .text(name), "object": .text("model"), "created": .integer(0), "owned_by": .text("deskhand"),
            "max_model_len": contextLength.map(JSON.integer),
        ])
        return (name, json)
    }

    private func complete(_ exchange: HTTPExchange) async throws {
        let start = ContinuousClock.now
        do {
            let json = try json(exchange.request)
            if let places, json["model"]?.string == PlaceAnswers.name {
                return try await point(exchange, json, places, start)
            }
            guard let engine else { throw CompletionFault.noModel(json["model"]?.string, but: PlaceAnswers.name) }
            let question = try CompletionQuestion(json, model: engine.name, defaults: engine.defaults)
            if question.isStreamed {
                let status = try await CompletionStreaming(
                    exchange: exchange, engine: engine, metrics: metrics, start: start
                ).run(question)
                return metrics.note(status: status)
            }
            let reply = try await wholeReply(question, engine, start)
            metrics.note(status: 200)
            try await exchange.respond(.json(reply))
        } catch  where Task.isCancelled {
            metrics.noteCancelled()
            throw error
        } catch {
            guard await exchange.state == .open else { throw error }
            let fault = CompletionFault(answering: error)
            metrics.note(status: fault.status)
            try await exchange.respond(fault.response)
        }
    }

    /// Answers with a place on a picture.
    private func point(
        _ exchange: HTTPExchange, _ json: JSON, _ places: PlaceAnswers, _ start: ContinuousClock.Instant
    ) async throws {
        let question = try PlaceQuestion(try CompletionMessages(json["messages"]))
        let answer = try await places.answer(question, for: json["user"]?.string ?? "") {
            metrics.noteTurn(after: start.duration(to: .now))
        }
        let reply = PlaceReply(answer, to: question)
        metrics.note(status: 200)
        guard json["stream"]?.bool == true else { return try await exchange.respond(.json(reply.whole)) }
        try await exchange.begin(200, ["Content-Type": "text/event-stream", "X-Accel-Buffering": "no"])
        for chunk in reply.chunks(hasUsage: json["stream_options"]?["include_usage"]?.bool ?? false) {
            try await exchange.send("data: \(chunk.text)\n\n")
        }
        try await exchange.send("data: [DONE]\n\n")
        try await exchange.end()
    }

    private func wholeReply(
        _ question: CompletionQuestion, _ engine: ModelEngine, _ start: ContinuousClock.Instant
    ) async throws -> JSON {
        let (tokens, told) = AsyncStream<TokenLogarithm>.makeStream()
        let answer = try await engine.answer(question) {
            metrics.noteTurn(after: start.duration(to: .now))
        } onToken: {
            told.yield($0)
        } onText: { _ in
        }
        told.finish()
        var logarithms: [TokenLogarithm] = []
        for await token in tokens { logarithms.append(token) }
        metrics.note(answer, after: start.duration(to: .now))
        return CompletionReply(model: engine.name).whole(
            answer, hasTools: question.hasTools, question.options.likeliest == nil ? nil : logarithms)
    }

    private func json(_ request: HTTPRequest) throws -> JSON {
        let type = request.headers["content-type"]?.split(separator: ";").first?.lowercased() ?? ""
        guard type == "application/json" else {
            throw CompletionFault(
                status: 415, message: "Content-Type: expected application/json, found '\(type)'",
                type: "invalid_request_error")
        }
        guard let text = String(validating: request.body, as: UTF8.self) else {
            throw CompletionFault.request("the body is not UTF-8")
        }
        do throws(JSONError) {
            return try JSON(parsing: text)
        } catch {
            throw CompletionFault.request("the body is not JSON: \(error)")
        }
    }
}
