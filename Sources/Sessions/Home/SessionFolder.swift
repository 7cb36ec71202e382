import Foundation
import Glibc

/// The temporary folder of one session; everything that the session writes lies in it.
///
///     root/own/           Deskhand's; not visible in the sandbox
///     root/own/logs/      what programs print
///     root/own/readable/  what programs in the sandbox may read, and only Deskhand writes
///     root/home/          the guest's $HOME
///     root/run/           the guest's $XDG_RUNTIME_DIR
///     root/tmp/           the guest's $TMPDIR
struct SessionFolder: Sendable {
    let root: URL
    /// Deskhand's own part.
    var own: URL { root.appending(path: "own") }
    /// What programs print.
    var logs: URL { own.appending(path: "logs") }
    /// Files for programs in the session, which these can read but not write.
    var readable: URL { own.appending(path: "readable") }
    /// `$HOME`.
    private(set) var home: URL
    /// `$XDG_RUNTIME_DIR`.
    var runtime: URL { root.appending(path: "run") }
    /// `$TMPDIR`.
    var temporary: URL { root.appending(path: "tmp") }

    /// The folders that programs in the session write to.
    var writable: [URL] { [home, runtime, temporary] }

    /// A new session's mark, which is also its folder's name.
    static func newID() -> String {
        String(UUID().uuidString.lowercased().replacing("-", with: "").prefix(12))
    }

    /// Where the folder of the session called `id` is to be: in `$TMPDIR`, unless that is too deep for the sockets in
    /// it, whose paths may have 107 bytes.
    static func root(of id: String) -> URL {
        let temporary = FileManager.default.temporaryDirectory.path
        let parent = temporary.utf8.count > 60 ? "/tmp" : temporary
        return URL(filePath: parent, directoryHint: .isDirectory).appending(path: "deskhand-session-\(id)")
    }

    /// Makes the folder, closed to other users.
    init(id: String) throws(SessionError) {
        root = SessionFolder.root(of: id)
        home = root.appending(path: "home")
        for folder in [root, own, logs, readable] {
            guard mkdir(folder.path, 0o700) == 0 else {
                throw .noFolder(path: folder.path, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Takes the path of an earlier session's home, which programs may show. While another session has it, as when the
    /// same trace is replayed twice at a time, it is waited for.
    ///
    /// - Returns: the folder to remove at the end; `nil` when the path is taken, or is not a session's home.
    mutating func takeHome(_ path: String) -> URL? {
        let earlier = URL(filePath: path, directoryHint: .isDirectory).deletingLastPathComponent()
        let isHome =
            path.wholeMatch(of: #//.+/deskhand-session-[0-9a-f]{12}/home/#) != nil && !path.contains("/../")
        guard isHome else { return nil }
        let deadline = ContinuousClock.now + .seconds(30)
        while mkdir(earlier.path, 0o700) != 0 {
            guard errno == EEXIST, ContinuousClock.now < deadline else { return nil }
            usleep(50_000)
        }
        home = earlier.appending(path: "home")
        return earlier
    }

    /// Makes the folders that a private session has besides.
    func makeHome() throws(SessionError) {
        for folder in writable {
            guard mkdir(folder.path, 0o700) == 0 else {
                throw .noFolder(path: folder.path, reason: String(cString: strerror(errno)))
            }
        }
    }

    /// Writes a file somewhere below the root, and the folders that lead to it.
    func write(_ text: String, to file: URL) throws(SessionError) {
        do {
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        } catch {
            throw .noFolder(path: file.path, reason: error.localizedDescription)
        }
    }

}
