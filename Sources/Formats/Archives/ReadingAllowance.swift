import Synchronization

/// How many bytes may still come out of an archive, whichever of its parts are read, and however often.
final class ReadingAllowance: Sendable {
    private let limit: Int
    private let left: Mutex<Int>

    init(bytes limit: Int) {
        self.limit = limit
        left = Mutex(limit)
    }

    /// - Throws: ``FormatFault`` when that is more than is left.
    func take(_ bytes: Int) throws(FormatFault) {
        let isLeft = left.withLock { left in
            left -= bytes
            return left >= 0
        }
        guard isLeft else { throw FormatFault("it expands to more than \(limit) bytes, the most that are read") }
    }
}
