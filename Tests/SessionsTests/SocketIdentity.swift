import Glibc
import X11Desktop

/// Tells one X server's socket from that of a later server which was given the same display number.
struct SocketIdentity: Hashable {
    /// When the socket was made, in nanoseconds.
    let changed: Int

    /// `nil` when nothing is there.
    init?(of address: DisplayAddress) {
        var status = stat()
        guard lstat("/tmp/.X11-unix/X\(address.name.dropFirst())", &status) == 0 else { return nil }
        changed = status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec
    }
}
