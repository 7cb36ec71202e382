import Glibc

/// A process outside all sessions, in a new terminal session: a victim, a stand-in, a program that reads.
enum HostProcess {
    /// `POSIX_SPAWN_SETSID`, which the C header shows only to GNU programs.
    private static let newSession: Int16 = 0x80

    /// Starts it and returns its number.
    ///
    /// - Parameters:
    ///   - words: the program, found in `PATH`, and its arguments.
    ///   - folder: where it works; where we do otherwise.
    ///   - input: a descriptor that becomes its standard input; nothing otherwise.
    ///   - output: the file for what it prints; nowhere otherwise.
    /// - Throws: ``AttackFault/unable(reason:)``.
    static func start(
        _ words: [String], environment: [String: String], folder: String? = nil, input: Int32? = nil,
        output: String = "/dev/null"
    ) throws(AttackFault) -> Int32 {
        let words = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + words } ?? words
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        posix_spawnattr_setflags(&attributes, newSession)
        let arguments = words.map { strdup($0) }
        let variables = environment.map { strdup("\($0)=\($1)") }
        defer { (arguments + variables).forEach { free($0) } }
        var process: pid_t = 0
        let result = posix_spawnp(&process, words[0], &actions, &attributes, arguments + [nil], variables + [nil])
        guard result == 0 else { throw .unable(reason: "\(words[0]): \(String(cString: strerror(result)))") }
        return process
    }

    /// Waits for its end and returns its exit status.
    static func wait(for process: Int32) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) == -1, errno == EINTR {}
        return (status >> 8) & 0xff
    }
}
