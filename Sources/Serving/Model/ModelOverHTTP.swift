import Foundation
import JSON
import QwenVL

/// A model behind OpenAI's chat-completions API.
package struct ModelOverHTTP: Sendable {
    private let engine: ModelEngine
    private let metrics = ServerMetrics()

    package init(_ engine: ModelEngine) { self.engine = engine }

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
            try await exchange.respond(.json(.object(["object": .text("list"), "data": .list([model])])))
        case ("GET", "/v1/models/\(engine.name)"): try await exchange.respond(.json(model))
        case ("GET", "/health"): try await exchange.respond(.json(.object(["status": .text("ok")])))
        case ("GET", "/metrics"):
            try await exchange.respond(
                HTTPResponse(
                    status: 200, headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"],
                    body: Array((metrics.text(await engine.queue.state, engine.batchCounts) + "\n").utf8)))
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

    private var model: JSON {
        .object([
            "id": .text(engine.name), "object": .text("model"), "created": .integer(0), "owned_by": .text("deskhand"),
            "max_model_len": .integer(engine.contextLength),
        ])
    }

    private func complete(_ exchange: HTTPExchange) async throws {
        let start = ContinuousClock.now
        do {
            let question = try question(exchange.request)
            if question.isStreamed {
                let status = try await CompletionStreaming(
                    exchange: exchange, engine: engine, metrics: metrics, start: start
                ).run(question)
                return metrics.note(status: status)
            }
            let reply = try await wholeReply(question, start)
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

    private func wholeReply(_ question: CompletionQuestion, _ start: ContinuousClock.Instant) async throws -> JSON {
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

    private func question(_ request: HTTPRequest) throws -> CompletionQuestion {
        let type = request.headers["content-type"]?.split(separator: ";").first?.lowercased() ?? ""
        guard type == "application/json" else {
            throw CompletionFault(
                status: 415, message: "Content-Type: expected application/json, found '\(type)'",
                type: "invalid_request_error")
        }
        guard let text = String(validating: request.body, as: UTF8.self) else {
            throw CompletionFault.request("the body is not UTF-8")
        }
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: text)
        } catch {
            throw CompletionFault.request("the body is not JSON: \(error)")
        }
        return try CompletionQuestion(json, model: engine.name, defaults: engine.defaults)
    }
}
