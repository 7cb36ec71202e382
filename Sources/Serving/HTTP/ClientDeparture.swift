import NIOCore

/// Tells when the client of a connection has gone: closed its end, or all of it.
///
/// The requests are read only as fast as they are answered, so that what is read does not tell.
final class ClientDeparture: Sendable {
    private let events: AsyncStream<Void>
    private let tell: AsyncStream<Void>.Continuation

    init() { (events, tell) = AsyncStream.makeStream() }

    /// Waits until the client has gone, or the task is cancelled; to be called once.
    func wait() async { for await _ in events {} }

    /// The part of the connection's pipeline that notices it.
    final class Handler: ChannelInboundHandler {
        typealias InboundIn = Any

        private let departure: ClientDeparture

        init(_ departure: ClientDeparture) { self.departure = departure }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case ChannelEvent.inputClosed = event { departure.tell.finish() }
            context.fireUserInboundEventTriggered(event)
        }

        func channelInactive(context: ChannelHandlerContext) {
            departure.tell.finish()
            context.fireChannelInactive()
        }

        func handlerRemoved(context: ChannelHandlerContext) { departure.tell.finish() }
    }
}
