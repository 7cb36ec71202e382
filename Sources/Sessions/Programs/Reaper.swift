import Foundation
import Glibc

/// Takes ended children off the system's table at once: one that stays there hides others from whoever waits for any
/// child, and its number stays taken.
enum Reaper {
    /// Calls `reap`, on a thread of its own, when the child has ended and is still to be reaped.
    static func afterEnd(of process: Int32, _ reap: @escaping @Sendable () -> Void) {
        let thread = Thread {
            var information = siginfo_t()
            while waitid(P_PID, id_t(process), &information, WEXITED | WNOWAIT) == -1, errno == EINTR {}
            reap()
        }
        thread.stackSize = 256 << 10
        thread.name = "reaper \(process)"
        thread.start()
    }
}
