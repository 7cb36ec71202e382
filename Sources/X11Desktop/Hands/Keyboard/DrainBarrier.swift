import CX11
import Glibc

/// Waits until the program that takes the keys has read all of them.
///
/// Programs look a key up in the map of the moment in which they read it, not of that in which it was pressed. So the
/// map must stay until they have read every key. A program that answers `_NET_WM_PING` proves it; any other that runs
/// here is watched until it sleeps; for the rest there is a timer.
final class DrainBarrier {
    private let connection: X11Connection
    /// Windows that have answered a ping: they must answer the next one too.
    private var answering: Set<Window> = []
    private var pings: Int = 0

    private static let quiet: Duration = .milliseconds(40)
    private static let blind: Duration = .milliseconds(300)
    private static let busyProgram: Duration = .milliseconds(1500)
    static let patience: Duration = .seconds(10)

    init(_ connection: X11Connection) { self.connection = connection }

    /// - Returns: whether the program is known, or must be taken, to have read everything; `false` when it has not by
    ///   the end of a long wait.
    func wait(for target: TypingTarget, within patience: Duration = patience) throws(X11Error) -> Bool {
        try connection.syncIgnoringRefusals()
        let ping = target.takesPings ? send(to: target) : nil
        defer {
            if ping != nil {
                XSelectInput(connection.display, connection.root, 0)
            }
        }
        let mustAnswer = answering.contains(target.topLevel)
        let clock = ContinuousClock()
        let start = clock.now
        var asleepSince: ContinuousClock.Instant?
        while true {
            if let ping, try hasAnswered(ping) {
                answering.insert(target.topLevel)
                return true
            }
            let waited = clock.now - start
            guard waited < patience, !Task.isCancelled else { return false }
            switch target.process.map({ ProcessActivity(process: $0).state }) {
            case .gone: return true
            case .asleep where !mustAnswer:
                asleepSince = asleepSince ?? clock.now
                if let since = asleepSince, clock.now - since >= Self.quiet {
                    return true
                }
            case .atWork:
                asleepSince = nil
                if !mustAnswer, waited >= Self.busyProgram {
                    return true
                }
            case nil where !mustAnswer && waited >= Self.blind: return true
            case .asleep, nil:
                if !target.exists(connection) {
                    return true
                }
            }
            pause()
        }
    }

    private func send(to target: TypingTarget) -> Int {
        pings += 1
        let properties = WindowProperties(connection)
        XSelectInput(connection.display, connection.root, Int(SubstructureNotifyMask))
        var event = XEvent()
        event.xclient.type = ClientMessage
        event.xclient.window = target.topLevel
        event.xclient.message_type = properties.atom("WM_PROTOCOLS")
        event.xclient.format = 32
        event.xclient.data.l = (Int(properties.atom("_NET_WM_PING")), pings, Int(target.topLevel), 0, 0)
        XSendEvent(connection.display, target.topLevel, 0, 0, &event)
        XFlush(connection.display)
        return pings
    }

    private func hasAnswered(_ ping: Int) throws(X11Error) -> Bool {
        try connection.checkAlive()
        var event = XEvent()
        while XCheckTypedWindowEvent(connection.display, connection.root, ClientMessage, &event) != 0 {
            if event.xclient.data.l.1 == ping {
                return true
            }
        }
        return false
    }

    /// Until the server says something, or it is time to look at the process again.
    private func pause() {
        var wait = pollfd(fd: XConnectionNumber(connection.display), events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, 4)
    }
}
