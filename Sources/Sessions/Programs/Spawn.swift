import CLinux
package import Foundation
import Glibc

/// Starts a process with `posix_spawn`: a new terminal session, no descriptors but those that are given, an environment
/// that is given.
package struct Spawn {
    let words: [String]
    /// As `NAME=VALUE`.
    let variables: [String]
    /// Where it works.
    let folder: String
    /// They become its descriptors 0, 1, 2 and so on; `/dev/null` takes the place of the first three where they are
    /// missing.
    let descriptors: [Int32]

    init(words: [String], variables: [String], folder: String, descriptors: [Int32]) {
        (self.words, self.variables, self.folder, self.descriptors) = (words, variables, folder, descriptors)
    }

    /// - Parameters:
    ///   - words: the program, found as a shell finds it, and its arguments.
    ///   - input: a descriptor that becomes its standard input. What it prints is lost.
    package init(words: [String], environment: [String: String], folder: URL, input: Int32) {
        self.init(
            words: words, variables: environment.map { "\($0)=\($1)" }, folder: folder.path, descriptors: [input])
    }

    /// Starts it and returns the new process's number.
    ///
    /// - Throws: ``SessionError`` when the program does not exist or cannot be started.
    package func run() throws(SessionError) -> Int32 {
        guard let name = words.first, !name.isEmpty else { throw .emptyCommand }
        guard let program = locate(name) else { throw .noProgram(name: name) }
        guard access(folder, X_OK) == 0 else {
            throw .notStarted(program: name, reason: "its working directory '\(folder)' cannot be entered")
        }
        // Out of the way of the numbers that they are to get.
        let copies = descriptors.map { fcntl($0, F_DUPFD_CLOEXEC, 64) }
        defer { copies.forEach { if $0 >= 0 { close($0) } } }
        guard !copies.contains(where: { $0 < 0 }) else {
            throw .notStarted(program: name, reason: String(cString: strerror(errno)))
        }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        try prepare(&actions, copies, name: name)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        prepare(&attributes)

        var process: pid_t = 0
        let result = withStrings(words) { arguments in
            withStrings(variables) { variables in
                posix_spawn(&process, program, &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else { throw .notStarted(program: name, reason: String(cString: strerror(result))) }
        return process
    }

    /// `POSIX_SPAWN_SETSID`, which the C header shows only to GNU programs.
    private static let newSession: Int16 = 0x80

    private func prepare(_ attributes: inout posix_spawnattr_t) {
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | Spawn.newSession)
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
    }

    /// - Throws: ``SessionError/notStarted(program:reason:)`` where the C library can neither change the folder of a
    ///   new process nor keep descriptors from it (glibc before 2.34): it would inherit what it must not have.
    private func prepare(
        _ actions: inout posix_spawn_file_actions_t, _ copies: [Int32], name: String
    ) throws(SessionError) {
        for (number, copy) in copies.enumerated() {
            posix_spawn_file_actions_adddup2(&actions, copy, Int32(number))
        }
        for number in Int32(copies.count)..<max(3, Int32(copies.count)) {
            posix_spawn_file_actions_addopen(&actions, number, "/dev/null", number == 0 ? O_RDONLY : O_WRONLY, 0)
        }
        guard linux_spawn_close_from(&actions, max(3, Int32(copies.count))) == 0,
            linux_spawn_change_folder(&actions, folder) == 0
        else {
            throw .notStarted(
                program: name, reason: "the C library is older than glibc 2.34, which Deskhand needs; update it")
        }
    }

    private func locate(_ name: String) -> String? {
        guard name.contains("/") else {
            let path = variables.first { $0.hasPrefix("PATH=") }?.dropFirst(5)
            return Spawn.locate(name, path: path.map { String($0) })
        }
        let path = name.hasPrefix("/") ? name : "\(folder)/\(name)"
        return access(path, X_OK) == 0 ? path : nil
    }

    /// Where the program called `name` lies: the first match in `path`.
    static func locate(_ name: String, path: String?) -> String? {
        let folders = (path ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        return folders.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }

    /// Lends strings as a null-terminated array of C strings.
    private func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
