import JSON
import QwenVL

/// One answer as server-sent events.
struct CompletionStreaming: Sendable {
    let exchange: HTTPExchange
    let engine: ModelEngine
    let metrics: ServerMetrics
    /// When the request came.
    let start: ContinuousClock.Instant

    /// How often a client that waits hears that it is not forgotten.
    private static let patience = Duration.seconds(10)

    private enum Event: Sendable {
        case text(String)
        case tick
        case end(Result<Answer, any Error>)
    }

    /// - Throws: ``CompletionFault`` as long as nothing was sent; `CancellationError`; where the client is gone.
    func run(_ question: CompletionQuestion) async throws {
        let (events, feed) = AsyncStream<Event>.makeStream()
        let work = Task {
            do {
                feed.yield(.end(.success(try await engine.answer(question) { feed.yield(.text($0)) })))
            } catch {
                feed.yield(.end(.failure(error)))
            }
        }
        let ticker = Task {
            while !Task.isCancelled {
                try await Task.sleep(for: Self.patience)
                feed.yield(.tick)
            }
        }
        defer {
            ticker.cancel()
            work.cancel()
        }
        try await send(events, question)
        if Task.isCancelled {
            work.cancel()
            await work.value
            throw CancellationError()
        }
    }

    private func send(_ events: AsyncStream<Event>, _ question: CompletionQuestion) async throws {
        let reply = CompletionReply(model: engine.name)
        var splitter = ToolCallSplitter()
        var hasText = false
        for await event in events {
            switch event {
            case .tick:
                try await begin()
                try await exchange.send(": waiting\n\n")
            case .text(let piece):
                if !hasText {
                    hasText = true
                    metrics.noteFirstToken(after: start.duration(to: .now))
                    try await begin()
                    try await send(
                        reply.chunk(.object(["role": .text("assistant"), "content": .text("")])))
                }
                let text = question.hasTools ? splitter.take(piece) : piece
                if !text.isEmpty { try await send(reply.chunk(.object(["content": .text(text)]))) }
            case .end(.failure(let error)): return try await fail(error)
            case .end(.success(let answer)):
                metrics.note(answer, after: start.duration(to: .now))
                try await begin()
                return try await finish(answer, splitter, reply, question)
            }
        }
    }

    private func finish(
        _ answer: Answer, _ splitter: ToolCallSplitter, _ reply: CompletionReply, _ question: CompletionQuestion
    ) async throws {
        let (text, calls) = splitter.end()
        if !text.isEmpty { try await send(reply.chunk(.object(["content": .text(text)]))) }
        if !calls.isEmpty { try await send(reply.chunk(CompletionReply.calls(calls))) }
        try await send(reply.end(answer, hasCalls: !calls.isEmpty))
        if question.includesUsage { try await send(reply.usage(of: answer)) }
        try await exchange.send("data: [DONE]\n\n")
        try await exchange.end()
    }

    /// Throws, or tells the client where the status was sent already.
    private func fail(_ error: any Error) async throws {
        guard await exchange.state == .streaming, let fault = error as? CompletionFault else { throw error }
        try await send(fault.json)
        try await exchange.end()
    }

    private func begin() async throws {
        try await exchange.begin(200, ["Content-Type": "text/event-stream", "X-Accel-Buffering": "no"])
    }

    private func send(_ json: JSON) async throws { try await exchange.send("data: \(json.text)\n\n") }
}
