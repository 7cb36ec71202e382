import NIOCore
import NIOHTTP1

/// A connection whose bytes are read and written as HTTP.
struct AcceptedConnection: Sendable {
    let channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>
    let departure = ClientDeparture()

    /// Sets a channel up, on its event loop.
    ///
    /// - Parameter head: how long a request's head may be, in bytes.
    init(_ channel: any Channel, head: Int) throws {
        var bounds = NIOHTTPDecoderLimitConfiguration()
        (bounds.maxHeaderFieldSize, bounds.maxHeaderListSize, bounds.maxHeaderFieldCount) = (head, head, 128)
        let pipeline = channel.pipeline.syncOperations
        // A client that closes its end can still read what was begun.
        try channel.syncOptions?.setOption(.allowRemoteHalfClosure, value: true)
        // Pipelining assistance would not read on while a request is answered, and so not see a client go.
        try pipeline.configureHTTPServerPipeline(
            withPipeliningAssistance: false, withEncoderConfiguration: HTTPResponseEncoder.Configuration(),
            withDecoderLimitConfiguration: bounds)
        try pipeline.addHandlers([PendingWrites(), ClientDeparture.Handler(departure)])
        self.channel = try NIOAsyncChannel(wrappingChannelSynchronously: channel)
    }
}
