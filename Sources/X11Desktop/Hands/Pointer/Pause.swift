import Glibc

/// Lets time pass between two events, where it is the time itself that programs must see.
enum Pause {
    static func of(_ duration: Duration) {
        guard duration > .zero else { return }
        usleep(useconds_t(duration / .microseconds(1)))
    }

    /// Lets time pass, unless the task is cancelled.
    ///
    /// - Throws: `CancellationError` within some 20 ms of the cancellation.
    static func cancellable(_ duration: Duration) throws {
        let end = ContinuousClock.now + duration
        while true {
            try Task.checkCancellation()
            let left = ContinuousClock.now.duration(to: end)
            guard left > .zero else { return }
            of(min(.milliseconds(20), left))
        }
    }
}
