import Synchronization

/// Watches over an answer: it must begin, go on and end in time.
final class AnswerProgress: Sendable {
    private let timeouts: ServerTimeouts
    private let isStreamed: Bool
    private let start = ContinuousClock.now
    private let pieces = Mutex<(first: ContinuousClock.Instant, last: ContinuousClock.Instant)?>(nil)

    init(_ timeouts: ServerTimeouts, isStreamed: Bool) {
        self.timeouts = timeouts
        self.isStreamed = isStreamed
    }

    /// Notes that a piece has come.
    func note() {
        let now = ContinuousClock.now
        pieces.withLock { $0 = ($0?.first ?? now, now) }
    }

    /// The time until the first piece.
    var firstPiece: Duration? { pieces.withLock { $0.map { start.duration(to: $0.first) } } }

    /// Returns only by an error.
    ///
    /// - Throws: `TransportFault.timeout` when one is over, `CancellationError` when the answer is there before.
    func awaitTimeout() async throws {
        while true {
            let (end, phase, limit) = next
            guard ContinuousClock.now < end else { throw TransportFault.timeout(phase, limit) }
            // A piece that comes meanwhile begins another timeout, which may be over sooner.
            let look = ContinuousClock.now + min(timeouts.silence / 2, .seconds(1))
            try await Task.sleep(until: min(end, look), clock: .continuous)
        }
    }

    /// The timeout that is over first, as things stand.
    private var next: (end: ContinuousClock.Instant, phase: TransportFault.Phase, limit: Duration) {
        let total = (start + timeouts.total, TransportFault.Phase.total, timeouts.total)
        let sooner: (ContinuousClock.Instant, TransportFault.Phase, Duration)
        if let last = pieces.withLock({ $0?.last }) {
            sooner = (last + timeouts.silence, .silence, timeouts.silence)
        } else if isStreamed {
            sooner = (start + timeouts.firstToken, .firstToken, timeouts.firstToken)
        } else {
            return total
        }
        return sooner.0 < total.0 ? sooner : total
    }
}
