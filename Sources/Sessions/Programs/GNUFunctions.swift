import Glibc

/// Functions of the C library that its headers show only to GNU programs, and so not to Swift; found by name.
enum GNUFunctions {
    typealias Actions = UnsafeMutablePointer<posix_spawn_file_actions_t>

    /// Closes every descriptor from this one up in the new process.
    static let addCloseFrom: (@convention(c) (Actions, Int32) -> Int32)? = find(
        "posix_spawn_file_actions_addclosefrom_np")

    /// Changes the new process's working folder.
    static let addChangeFolder: (@convention(c) (Actions, UnsafePointer<CChar>) -> Int32)? = find(
        "posix_spawn_file_actions_addchdir_np")

    private static let makePipe: (@convention(c) (UnsafeMutablePointer<Int32>, Int32) -> Int32)? = find("pipe2")

    /// A pipe, read and write end, that no other process inherits.
    static func pipe() throws(SessionError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [-1, -1]
        guard let makePipe, makePipe(&ends, O_CLOEXEC) == 0 else {
            throw .notStarted(program: "a pipe", reason: String(cString: strerror(errno)))
        }
        return (ends[0], ends[1])
    }

    static func find<Function>(_ name: String) -> Function? {
        dlsym(nil, name).map { unsafeBitCast($0, to: Function.self) }
    }
}
