import NIOCore
import NIOHTTP1

/// Answers the requests of one connection, in their order.
///
/// A client that closes its end is gone, also if it could still read: closing is how requests are cancelled.
struct HTTPConnection: Sendable {
    let channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    let access: HTTPAccess
    let limits: HTTPLimits
    /// Whether there are too many connections already.
    let isOneTooMany: Bool
    let handle: HTTPServer.Handler

    private typealias Incoming = HTTPRequestReader.Incoming
    private typealias Outbound = NIOAsyncChannelOutboundWriter<HTTPServerResponsePart>

    /// Serves until the client goes, or is refused.
    func serve() async {
        let idle = ChannelDeadline(channel.channel)
        idle.set(limits.idle)
        let (requests, reading) = AsyncStream<Incoming>.makeStream()
        let (answers, answering) = AsyncStream<Void>.makeStream()
        // Whatever is thrown here, the client is gone.
        try? await channel.executeThenClose { inbound, outbound in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await read(inbound, idle, reading, answers) }
                group.addTask {
                    for await incoming in requests {
                        guard try await answer(incoming, outbound, idle) else { break }
                        answering.yield()
                    }
                }
                try await group.next()
                group.cancelAll()
            }
        }
        idle.clear()
    }

    private func read(
        _ inbound: NIOAsyncChannelInboundStream<HTTPServerRequestPart>, _ idle: ChannelDeadline,
        _ requests: AsyncStream<Incoming>.Continuation, _ answers: AsyncStream<Void>
    ) async throws {
        let deadline = ChannelDeadline(channel.channel)
        defer { deadline.clear() }
        var reader = HTTPRequestReader(
            limits: limits, deadline: deadline, requests: requests, answers: answers, refusal: refusal)
        for try await part in inbound {
            idle.clear()
            guard await reader.read(part) else { break }
        }
    }

    private func refusal(of request: HTTPRequest) -> HTTPResponse? {
        guard isOneTooMany else { return access.refusal(of: request) }
        return .text("there are too many connections", status: 503).adding("Retry-After", "1")
    }

    /// Answers; says whether the connection goes on.
    private func answer(_ incoming: Incoming, _ outbound: Outbound, _ idle: ChannelDeadline) async throws -> Bool {
        let stall = ChannelDeadline(channel.channel)
        defer { stall.clear() }
        switch incoming {
        case .expectation:
            try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
            return true
        case .refusal(let request, let response):
            let exchange = HTTPExchange(
                request, outbound, stall: stall, sending: limits.sending, isHTTP11: true, keepsConnection: false)
            try await exchange.respond(response)
            return true
        case .request(let request, let isHTTP11, let keepsConnection):
            let exchange = HTTPExchange(
                request, outbound, stall: stall, sending: limits.sending, isHTTP11: isHTTP11,
                keepsConnection: keepsConnection)
            try await handle(exchange)
            try await exchange.end()
            guard await exchange.keepsConnection else { return false }
            idle.set(limits.idle)
            return true
        }
    }
}
