import NIOCore
import Synchronization

/// Closes a connection when something takes too long.
final class ChannelDeadline: Sendable {
    private let channel: any Channel
    private let scheduled = Mutex<Scheduled<Void>?>(nil)

    init(_ channel: any Channel) { self.channel = channel }

    /// Closes it after so long, unless this is called again or ``clear()`` is before.
    func set(_ duration: Duration) {
        let next = channel.eventLoop.scheduleTask(in: TimeAmount(duration)) { [channel] in
            channel.close(promise: nil)
        }
        scheduled.withLock { current in
            current?.cancel()
            current = next
        }
    }

    func clear() {
        scheduled.withLock { current in
            current?.cancel()
            current = nil
        }
    }
}
