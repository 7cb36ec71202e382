import Foundation
import Glibc
import X11Desktop

/// Deskhand's end of the socket to the small process that starts a session's programs, and cleans up after Deskhand,
/// however that ends.
///
/// It is told beforehand what there is to clean up. When the socket closes, because Deskhand ended in order or was
/// killed, it does so; an orderly end takes the same path, and waits for it.
final class Guardian: Sendable {
    /// Starts programs on the host.
    let launcher: LaunchClient
    let process: Int32

    /// Starts a guardian for a session that is about to be made, before there is anything of it.
    ///
    /// - Parameter isPrivate: whether programs are to have the same umask on every machine, in place of the user's.
    static func engaged(for session: String, isPrivate: Bool = false) throws(SessionError) -> Guardian {
        let guardian = try Guardian(program: OwnPrograms.guardian, isPrivate: isPrivate)
        guardian.tell(.remove(path: SessionFolder.root(of: session).path))
        return guardian
    }

    init(program: URL, isPrivate: Bool = false) throws(SessionError) {
        guard access(program.path, X_OK) == 0 else { throw .noGuardian(path: program.path) }
        // A parent that ignores SIGCHLD passes that on to us, and then a guardian's exit status is lost.
        _ = signal(SIGCHLD, SIG_DFL)
        let (ours, theirs) = try MessageSocket.pair()
        defer { close(theirs.descriptor) }
        let environment = ProcessInfo.processInfo.environment.filter {
            ["PATH", "HOME", "LANG", "XAUTHORITY"].contains($0.key)
        }
        do {
            process = try Spawn(
                words: [program.path] + (isPrivate ? ["private"] : []), environment: environment,
                folder: URL(filePath: "/"), input: theirs.descriptor
            ).run()
        } catch {
            close(ours.descriptor)
            throw error
        }
        launcher = LaunchClient(ours, calling: "the guardian")
    }

    deinit {
        guard launcher.end() else { return }
        let thread = Thread { [process] in Guardian.awaitEnd(of: process) }
        thread.stackSize = 256 << 10
        thread.start()
    }

    /// Hands over one thing to clean up.
    func tell(_ duty: Duty) { launcher.tell(.duty(duty)) }

    /// What it is to put back should this process die while keys are lent to characters; `nil` once they are back.
    var keyboardGuard: @Sendable (KeyboardMapSnapshot?) -> Void {
        { [self] snapshot in tell(snapshot.map(Duty.keyboard) ?? .keyboardIsBack) }
    }

    /// Lets it clean up and waits until it has.
    func dismiss() {
        if launcher.end() { Guardian.awaitEnd(of: process) }
    }

    private static func awaitEnd(of process: Int32) {
        while waitpid(process, nil, 0) == -1, errno == EINTR {}
    }
}
