import CLinux
import Glibc

/// Calls of Linux that the C library's headers do not show to Swift.
enum SystemCalls {
    /// Lets orphaned descendants become children of this process.
    static func becomeSubreaper() {
        precondition(linux_become_subreaper() == 0, "Linux has had child subreapers since 3.4")
    }

    /// Keeps other processes of the user from attaching to this one and from its memory and descriptors.
    static func forbidTracing() {
        precondition(linux_forbid_tracing() == 0, "every Linux can forbid it")
    }

    /// Whether there is a file or folder that this process may read.
    static func isReadable(_ path: String) -> Bool { access(path, R_OK) == 0 }

    /// A descriptor for a process, by which other namespaces can know it; `nil` before Linux 5.3.
    static func processDescriptor(of process: Int32) -> Int32? {
        let descriptor = linux_pidfd_open(process)
        return descriptor >= 0 ? descriptor : nil
    }
}
