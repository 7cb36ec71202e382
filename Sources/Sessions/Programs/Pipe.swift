import CLinux
import Glibc

/// A pipe, read and write end, that no other process inherits.
///
/// - Throws: ``SessionError/notStarted(program:reason:)`` if no descriptors are left.
func openPipe() throws(SessionError) -> (reading: Int32, writing: Int32) {
    var ends: [Int32] = [-1, -1]
    guard linux_pipe(&ends) == 0 else {
        throw .notStarted(program: "a pipe", reason: String(cString: strerror(errno)))
    }
    return (ends[0], ends[1])
}
