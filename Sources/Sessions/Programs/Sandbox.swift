import Foundation
import Glibc

/// Keeps programs from the network and from all files but the session's own, with bubblewrap.
///
/// The system is there to read; the user's home, other temporary files and the sockets in `/run` are not there at all.
/// Of the X servers only the session's can be reached. Processes are seen as they are, so that those of the session are
/// found at its end.
struct Sandbox: Sendable {
    private let folder: SessionFolder
    /// The socket of the session's X server.
    private let display: URL

    /// Makes sure that it can be had here.
    ///
    /// - Throws: ``SessionError/noProgram(name:)`` without bubblewrap, ``SessionError/noSandbox(reason:)`` where the
    ///   system forbids what it does.
    init(folder: SessionFolder, display: URL, environment: [String: String]) throws(SessionError) {
        self.folder = folder
        self.display = display
        let ready = try ReadyLine()
        let trial = try Program(
            applied(to: ["echo", "ready"]), environment: environment, folder: folder.home, logs: folder.logs,
            answers: ready.writing)
        do {
            _ = try ready.wait(for: trial, seconds: 20)
        } catch {
            throw .noSandbox(reason: trial.lastWords)
        }
    }

    /// The words that run `words` inside.
    func applied(to words: [String]) -> [String] {
        let home = FileManager.default.homeDirectoryForCurrentUser.path
        var options = ["bwrap", "--unshare-net", "--cap-drop", "ALL", "--ro-bind", "/", "/", "--dev", "/dev"]
        // xterm, where root starts it, hands its line to the group tty and changes to its user, or ends without a word.
        let forTerminals = getuid() == 0 ? ["CHOWN", "SETUID", "SETGID"] : []
        options += forTerminals.flatMap { ["--cap-add", "CAP_\($0)"] }
        for hidden in ["/tmp", "/var/tmp", "/run", home]
        where hidden != "/" && FileManager.default.fileExists(atPath: hidden) {
            options += ["--tmpfs", hidden]
        }
        for shown in folder.writable { options += ["--bind", shown.path, shown.path] }
        options += ["--ro-bind", folder.readable.path, folder.readable.path]
        // Firefox keeps its pages in a sandbox of its own, which cannot be made within this one: they would stay blank.
        options += ["--setenv", "MOZ_DISABLE_CONTENT_SANDBOX", "1"]
        return options + ["--ro-bind", display.path, display.path, "--"] + words
    }
}
