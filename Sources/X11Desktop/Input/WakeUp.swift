import Glibc

/// Ends another thread's wait for its X server. Sendable because a pipe's ends never change.
final class WakeUp: Sendable {
    private let reading: Int32
    private let writing: Int32

    init() throws(X11Error) {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else {
            throw .refused(request: "a pipe", reason: SystemError().description)
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (reading, writing) = (ends[0], ends[1])
    }

    deinit {
        close(reading)
        close(writing)
    }

    func ring() {
        var byte: UInt8 = 1
        write(writing, &byte, 1)
    }

    /// Waits until `descriptor` can be read, or the bell rings; says whether it rang.
    func rings(before descriptor: Int32) -> Bool {
        var waiting = [
            pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
        ]
        poll(&waiting, 2, -1)
        return waiting[0].revents != 0
    }
}
