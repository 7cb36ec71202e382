import CX11
import Glibc

extension X11Connection {
    /// Waits until the server has sent something, or `time` has passed. Says whether there is something to read.
    func waitForEvents(upTo time: Duration) throws(X11Error) -> Bool {
        let waiting = XPending(display) > 0
        try checkAlive()
        guard !waiting, time > .zero else { return waiting }
        var descriptor = pollfd(fd: XConnectionNumber(display), events: Int16(POLLIN), revents: 0)
        let milliseconds = (time / .milliseconds(1)).rounded(.up)
        poll(&descriptor, 1, Int32(min(milliseconds, 60_000)))
        let arrived = XPending(display) > 0
        try checkAlive()
        return arrived
    }
}
