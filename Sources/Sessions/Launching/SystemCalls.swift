import Glibc

/// Calls of Linux that the C library's headers do not show to Swift.
enum SystemCalls {
    private typealias ProcessControl = @convention(c) (Int32, UInt, UInt, UInt, UInt) -> Int32
    private static let processControl: ProcessControl? = GNUFunctions.find("prctl")
    private static let openProcess: (@convention(c) (Int32, UInt32) -> Int32)? = GNUFunctions.find("pidfd_open")
    private static let call: (@convention(c) (Int, Int, Int) -> Int)? = GNUFunctions.find("syscall")

    /// Lets orphaned descendants become children of this process.
    static func becomeSubreaper() { control(36, 1) }

    /// Keeps other processes of the user from attaching to this one and from its memory and descriptors.
    static func forbidTracing() { control(4, 0) }

    /// A descriptor for a process, by which other namespaces can know it; `nil` before Linux 5.3.
    static func processDescriptor(of process: Int32) -> Int32? {
        // The C library has a name for it only since 2.36; the number is the same on all architectures.
        let number = 434
        let descriptor = openProcess.map { $0(process, 0) } ?? call.map { Int32($0(number, Int(process), 0)) } ?? -1
        return descriptor >= 0 ? descriptor : nil
    }

    private static func control(_ option: Int32, _ value: UInt) {
        _ = processControl?(option, value, 0, 0, 0)
    }
}
