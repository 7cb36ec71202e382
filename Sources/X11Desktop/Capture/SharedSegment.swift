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

    /// Makes a segment for a server that sees no System V memory of ours.
    ///
    /// - Parameter client: attaches it by its descriptor, and keeps it.
    init(count: Int, by client: SegmentClient) throws(SystemError) {
        let file = x11_memory_file()
        guard file >= 0, ftruncate(file, off_t(count)) == 0 else {
            let failure = SystemError()
            if file >= 0 { close(file) }
            throw failure
        }
        let start = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0)
        let failure = SystemError()
        guard let start, start != MAP_FAILED else {
            close(file)
            throw failure
        }
        guard let segment = client.attach(file) else {
            munmap(start, count)
            throw SystemError("the X server refuses a descriptor")
        }
        bytes = UnsafeMutableRawBufferPointer(start: start, count: count)
        info = .allocate(capacity: 1)
        info.initialize(
            to: XShmSegmentInfo(
                shmseg: ShmSeg(segment), shmid: -1, shmaddr: start.assumingMemoryBound(to: CChar.self), readOnly: 0))
    }

    deinit {
        let isMapped = info.pointee.shmid < 0
        info.deallocate()
        if isMapped { munmap(bytes.baseAddress, bytes.count) } else { shmdt(bytes.baseAddress) }
    }
}

/// The reason that the system gave for the last failed call.
struct SystemError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String = String(cString: strerror(errno))) { self.description = description }
}
