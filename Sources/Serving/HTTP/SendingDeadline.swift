import Synchronization

/// Closes a connection whose client takes a response too slowly.
final class SendingDeadline: Sendable {
    private let deadline: ChannelDeadline
    private let limits: HTTPLimits
    /// When a whole response has to be sent.
    private let end = Mutex<ContinuousClock.Instant?>(nil)

    /// How long what was begun may still take when nobody waits for it, or the server ends.
    private static let hurry = Duration.seconds(2)

    init(_ deadline: ChannelDeadline, _ limits: HTTPLimits) {
        self.deadline = deadline
        self.limits = limits
    }

    /// A whole response of so many bytes is begun.
    func begin(bytes: Int) {
        end.withLock { $0 = .now + limits.sending + .seconds(bytes / max(1, limits.sendingRate)) }
    }

    /// A piece is written.
    func beginPiece() {
        let left = end.withLock { end in end.map { ContinuousClock.now.duration(to: $0) } }
        deadline.set(min(limits.sending, max(left ?? limits.sending, .zero)))
    }

    func endPiece() { deadline.clear() }

    /// The rest has to be sent soon.
    func hasten() {
        end.withLock { $0 = min($0 ?? .now + Self.hurry, .now + Self.hurry) }
        deadline.set(Self.hurry)
    }
}
