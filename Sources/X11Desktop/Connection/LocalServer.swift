import Glibc

/// What can be found out about an X server on this machine without being let in.
enum LocalServer {
    /// Whether a process listens at the socket of the display called `name`, such as `:0`; `false` for other machines'.
    static func listens(at name: String) -> Bool {
        guard let number = name.wholeMatch(of: #/(?:unix|[^:]*\/unix)?:(\d+)(?:\.\d+)?/#)?.1 else { return false }
        let path = "/tmp/.X11-unix/X\(number)"
        // Servers listen at a file, on Linux also at a name without one, which sees through changed root folders.
        return answers(at: Array(path.utf8)) || answers(at: [0] + Array(path.utf8))
    }

    private static func answers(at path: [UInt8]) -> Bool {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard path.count < MemoryLayout.size(ofValue: address.sun_path) else { return false }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + path.count + (path.first == 0 ? 0 : 1))
        return withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, length) == 0 }
        }
    }
}
