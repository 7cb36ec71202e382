import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, in their order.
///
/// A client that closes its end is gone, also if it could still read: closing is how requests are cancelled. What was begun of
/// a whole response is sent all the same.
struct HTTPConnection: Sendable {
    let accepted: AcceptedConnection
    let rules: HTTPServer.Rules
    let standing: Standing

    /// What becomes of a connection's requests.
    enum Standing: Sendable {
        case served
        /// Each is answered with a refusal: there are too many connections.
        case refused
        /// There are so many that not even a refusal is given.
        case dropped
    }

    private typealias Incoming = HTTPRequestReader.Incoming
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    /// Parts of serving that end.
    private enum Part { case reading, departure, answering }

    /// How long a client may take to close a connection that is done with; closing it before could lose the last answer.
    private static let lingering = Duration.seconds(5)
    /// How long one connection too many may take to send a request.
    private static let crowded = Duration.seconds(2)

    private var channel: any Channel { accepted.channel.channel }

    /// Serves until the client goes, or is refused.
    func serve() async {
        let (idle, end) = (ChannelDeadline(channel), ChannelDeadline(channel))
        // Whatever is thrown here, the client is gone.
        try? await accepted.channel.executeThenClose { inbound, outbound in
            guard standing != .dropped else { return }
            idle.set(standing == .refused ? Self.crowded : rules.limits.idle)
            await serve(inbound, outbound, idle, end)
        }
        idle.clear()
        end.clear()
    }

    private func serve(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, _ outbound: Outbound, _ idle: ChannelDeadline,
        _ end: ChannelDeadline
    ) async {
        let (requests, reading) = AsyncStream<Incoming>.makeStream()
        let (answers, answering) = AsyncStream<Void>.makeStream()
        await withTaskGroup(of: Part.self) { group in
            group.addTask {
                await read(inbound, idle, reading, answers)
                return .reading
            }
            group.addTask {
                await accepted.departure.wait()
                return .departure
            }
            group.addTask {
                await answerAll(requests, outbound, idle) { answering.yield() }
                answering.finish()
                await finish(by: end)
                return .answering
            }
            var left: Set<Part> = [.departure, .answering]
            while !left.isEmpty, let part = await group.next() {
                left.remove(part)
                if part == .reading { reading.finish() }
                if part == .departure { group.cancelAll() }
            }
            group.cancelAll()
        }
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, _ idle: ChannelDeadline,
        _ requests: AsyncStream<Incoming>.Continuation, _ answers: AsyncStream<Void>
    ) async {
        let deadline = ChannelDeadline(channel)
        defer { deadline.clear() }
        var reader = HTTPRequestReader(
            rules: rules, idle: idle, deadline: deadline, requests: requests, answers: answers, refusal: refusal)
        do {
            for try await part in inbound { await reader.read(part) }
        } catch {
            // What came is not HTTP, and was answered by the connection's pipeline.
        }
    }

    private func refusal(of request: HTTPRequest) -> HTTPRefusal? {
        if let refusal = rules.access.refusal(of: request) { return refusal }
        return standing == .refused ? .overloaded("there are too many connections") : nil
    }

    private func answerAll(
        _ requests: AsyncStream<Incoming>, _ outbound: Outbound, _ idle: ChannelDeadline, _ answered: () -> Void
    ) async {
        for await incoming in requests {
            guard let goesOn = try? await answer(incoming, outbound), goesOn else { return }
            idle.set(rules.limits.idle)
            answered()
        }
    }

    /// Answers; says whether the connection goes on.
    private func answer(_ incoming: Incoming, _ outbound: Outbound) async throws -> Bool {
        let stall = ChannelDeadline(channel)
        defer { stall.clear() }
        let sending = SendingDeadline(stall, rules.limits)
        switch incoming {
        case .expectation:
            try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
            return true
        case .refusal(let request, let isHTTP11, let response):
            let exchange = HTTPExchange(
                request, outbound, sending: sending, isHTTP11: isHTTP11, keepsConnection: false)
            try await exchange.respond(response)
            return false
        case .request(let request, let isHTTP11, let keepsConnection):
            let exchange = HTTPExchange(
                request, outbound, sending: sending, isHTTP11: isHTTP11, keepsConnection: keepsConnection)
            try await handle(exchange)
            try await exchange.end()
            return exchange.keepsConnection
        }
    }

    /// Answers a request; a failure of ours is told as long as nothing else was.
    private func handle(_ exchange: HTTPExchange) async throws {
        do {
            try await rules.handle(exchange)
        } catch {
            guard !Task.isCancelled, await exchange.state == .open else { throw error }
            let words = "the request could not be answered: \(error)"
            try await exchange.respond(rules.phrase(HTTPRefusal(500, words)))
        }
    }

    /// Sends what was written, tells the client that nothing follows, and lets it close the connection.
    private func finish(by end: ChannelDeadline) async {
        end.set(Task.isCancelled ? Self.crowded : rules.limits.sending)
        try? await channel.triggerUserOutboundEvent(PendingWrites.AllSent()).get()
        try? await channel.close(mode: .output).get()
        end.set(Self.lingering)
    }
}
