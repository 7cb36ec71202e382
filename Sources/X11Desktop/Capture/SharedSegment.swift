import CX11
import Glibc

/// A piece of memory that we share with the X server.
///
/// Sendable because the server writes to it only on behalf of the connection's thread, and never while it is lent.
final class SharedSegment: @unchecked Sendable {
    let bytes: UnsafeMutableRawBufferPointer
    /// What Xlib wants to know of the segment; it keeps the address in its images.
    let info: UnsafeMutablePointer<XShmSegmentInfo>

    /// Makes a segment that vanishes with its last user, so that nothing is left behind by a crash.
    ///
    /// It is marked for removal before the server attaches to it, which Linux allows.
    init(count: Int) throws(SystemError) {
        let identifier = shmget(IPC_PRIVATE, count, IPC_CREAT | 0o600)
        guard identifier >= 0 else { throw SystemError() }
        let start = shmat(identifier, nil, 0)
        let failure = SystemError()
        shmctl(identifier, IPC_RMID, nil)
        guard let start, start != UnsafeMutableRawPointer(bitPattern: -1) else { throw failure }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
        info = .allocate(capacity: 1)
        info.initialize(
            to: XShmSegmentInfo(
                shmseg: 0, shmid: identifier, shmaddr: start.assumingMemoryBound(to: CChar.self), readOnly: 0))
    }

    deinit {
        info.deallocate()
        shmdt(bytes.baseAddress)
    }
}

/// The reason that the system gave for the last failed call.
struct SystemError: Error, CustomStringConvertible {
    let description = String(cString: strerror(errno))
}
