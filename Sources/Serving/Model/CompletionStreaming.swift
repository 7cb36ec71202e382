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
        case token(TokenLogarithm)
        case text(String)
        case tick
        case end(Result<Answer, any Error>)
    }

    /// What was sent of one answer.
    private struct Progress {
        let reply: CompletionReply
        let question: CompletionQuestion
        var splitter = ToolCallSplitter()
        var hasBegun = false
        /// Tokens whose text is still to be sent.
        var logarithms: [TokenLogarithm] = []

        mutating func takeLogarithms() -> [TokenLogarithm] {
            defer { logarithms = [] }
            return logarithms
        }
    }

    /// - Returns: the status that the answer amounts to, whatever was sent before.
    /// - Throws: ``CompletionFault`` as long as nothing was sent; `CancellationError`; where the client is gone.
    func run(_ question: CompletionQuestion) async throws -> Int {
        let (events, feed) = AsyncStream<Event>.makeStream()
        let work = Task {
            do {
                let answer = try await engine.answer(question) {
                    metrics.noteTurn(after: start.duration(to: .now))
                } onToken: {
                    feed.yield(.token($0))
                } onText: {
                    feed.yield(.text($0))
                }
                feed.yield(.end(.success(answer)))
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
        let status = try await send(events, question)
        guard let status, !Task.isCancelled else {
            work.cancel()
            await work.value
            throw CancellationError()
        }
        return status
    }

    /// - Returns: the status; `nil` where the events have ended before the answer.
    private func send(_ events: AsyncStream<Event>, _ question: CompletionQuestion) async throws -> Int? {
        var progress = Progress(reply: CompletionReply(model: engine.name), question: question)
        for await event in events {
            switch event {
            case .tick:
                try await begin()
                try await exchange.send(": waiting\n\n")
            case .token(let token): progress.logarithms.append(token)
            case .text(let piece): try await send(piece, &progress)
            case .end(.failure(let error)): return try await fail(error)
            case .end(.success(let answer)):
                metrics.note(answer, after: start.duration(to: .now))
                try await finish(answer, &progress)
                return 200
            }
        }
        return nil
    }

    private func send(_ piece: String, _ progress: inout Progress) async throws {
        if !progress.hasBegun { metrics.noteFirstToken(after: start.duration(to: .now)) }
        try await open(&progress)
        let text = progress.question.hasTools ? progress.splitter.take(piece) : piece
        guard !text.isEmpty else { return }
        try await send(progress.reply.chunk(.object(["content": .text(text)]), progress.takeLogarithms()))
    }

    private func finish(_ answer: Answer, _ progress: inout Progress) async throws {
        try await open(&progress)
        let reply = progress.reply
        let (text, calls) = progress.splitter.end()
        if !text.isEmpty {
            try await send(reply.chunk(.object(["content": .text(text)]), progress.takeLogarithms()))
        }
        if !calls.isEmpty { try await send(reply.chunk(CompletionReply.calls(calls), progress.takeLogarithms())) }
        try await send(reply.end(answer, hasCalls: !calls.isEmpty, progress.takeLogarithms()))
        if progress.question.includesUsage { try await send(reply.usage(of: answer)) }
        try await exchange.send("data: [DONE]\n\n")
        try await exchange.end()
    }

    /// Throws, or tells the client where the status was sent already.
    private func fail(_ error: any Error) async throws -> Int {
        guard await exchange.state == .streaming, !(error is CancellationError) else { throw error }
        let fault = CompletionFault(answering: error)
        try await send(fault.json)
        try await exchange.end()
        return fault.status
    }

    /// Sends the message's role, before anything of it.
    private func open(_ progress: inout Progress) async throws {
        guard !progress.hasBegun else { return }
        progress.hasBegun = true
        try await begin()
        try await send(progress.reply.opening)
    }

    private func begin() async throws {
        try await exchange.begin(200, ["Content-Type": "text/event-stream", "X-Accel-Buffering": "no"])
    }

    private func send(_ json: JSON) async throws { try await exchange.send("data: \(json.text)\n\n") }
}
