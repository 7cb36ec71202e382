import NIOCore
import NIOHTTP1

/// Counts what was given to a connection and is not sent yet: one that is closed before has lost it.
final class PendingWrites: ChannelOutboundHandler {
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// An event that is done when all that was written before is sent, or the connection is closed.
    struct AllSent: Sendable {}

    private var count = 0
    private var waiting: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        count += 1
        let promise = promise ?? context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in self.noteSent() }
        context.write(data, promise: promise)
    }

    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is AllSent else { return context.triggerUserOutboundEvent(event, promise: promise) }
        guard count > 0 else { return promise?.succeed() ?? () }
        if let promise { waiting.append(promise) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { tell() }

    private func noteSent() {
        count -= 1
        if count == 0 { tell() }
    }

    private func tell() {
        let promises = waiting
        waiting = []
        for promise in promises { promise.succeed() }
    }
}
