import Glibc

/// The file of a socket on which a process listens; one that is killed leaves it behind.
package struct SocketFile: Hashable, Sendable {
    /// Where it lies.
    package let path: String
    /// Which file it was. A display's number may by now belong to another server, whose file stays.
    package let inode: UInt

    /// Creates the name of a socket's file.
    package init(path: String, inode: UInt) {
        self.path = path
        self.inode = inode
    }

    /// Notes the file at `path` now; `nil` when there is none.
    package init?(at path: String) {
        var file = stat()
        guard lstat(path, &file) == 0 else { return nil }
        self.init(path: path, inode: UInt(file.st_ino))
    }

    /// Removes it, if it is still that file and no process listens on it.
    package func removeIfDeserted() {
        guard SocketFile(at: path) == self, !isServed else { return }
        unlink(path)
    }

    private var isServed: Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return true }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.utf8.count < MemoryLayout.size(ofValue: address.sun_path) else { return true }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let length = socklen_t(MemoryLayout<sockaddr_un>.size)
        let result = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) }
        }
        return result == 0 || errno != ECONNREFUSED
    }
}
