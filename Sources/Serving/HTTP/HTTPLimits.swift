/// What a server takes from its clients at most.
package struct HTTPLimits: Sendable {
    /// Of a request's body, in bytes.
    package var body = 16 << 20
    /// Of the bodies of all requests that are received or answered, in bytes; more are answered with 503.
    package var bodies = 256 << 20
    /// Of a request's head, in bytes.
    package var head = 64 << 10
    /// Connections at a time; more are answered with 503, and closed at once from twice as many on.
    package var connections = 256
    /// How long a connection may stay without a request, and a request's head may take.
    package var idle = Duration.seconds(60)
    /// How long a request's body may take, after its head.
    package var receiving = Duration.seconds(60)
    /// How long 64 KiB of a response may take.
    package var sending = Duration.seconds(60)
    /// Bytes of a whole response that have to be taken each second, besides ``sending`` once.
    package var sendingRate = 32 << 10

    package init() {}
}
