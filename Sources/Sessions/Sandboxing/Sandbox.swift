import Foundation
import Glibc

/// Keeps a session's programs from the network and from all files but the session's own, with bubblewrap.
///
/// One sandbox holds everything that runs for the session. Process 1 in it is ours, starts the others, and the system
/// ends them all with it. Inside there are the folders of the system to read, the session's `home`, `run` and `tmp` to
/// write, and its X server's socket; no other process, no network but a loopback, no capability, no way to more rights.
/// Started by root, programs have the user number 1000 there and are root to files that root owns, without its powers.
final class Sandbox: Sendable {
    /// Starts programs inside.
    let launcher: LaunchClient
    private let program: Program

    /// Starts it.
    ///
    /// - Parameters:
    ///   - mark: the session's.
    ///   - display: the socket of the session's X server.
    ///   - readOnly: files and folders that are there besides, to read, at their own paths.
    ///   - environment: of programs inside. bubblewrap itself runs outside and must see none of it: who asks for the
    ///     session may choose variables, and `LD_PRELOAD` or `PATH` would let its files run there.
    ///   - otherHome: where the home is, too.
    /// - Throws: ``SessionError/noProgram(name:)`` without bubblewrap,
    ///   ``SessionError/noSandbox(obstacle:reason:)`` where the system forbids what it does.
    init(
        mark: String, folder: SessionFolder, display: URL, readOnly: [URL], limits: SessionLimits,
        environment: [String: String],
        otherHome: String? = nil, guardian: Guardian
    ) throws(SessionError) {
        let (ours, theirs) = try MessageSocket.pair()
        let launcher = LaunchClient(ours, calling: "the sandbox")
        let filter = try SeccompFilter.file()
        defer { close(filter) }
        let plan = SandboxPlan(
            folder: folder, display: display, readOnly: readOnly, limits: limits, otherHome: otherHome)
        do {
            // Ours must be the only copy: its closing is how the end of the sandbox, or that there is none, is noticed.
            defer { close(theirs.descriptor) }
            program = try Program(
                try plan.words(filter: 3), name: "bwrap", by: guardian.launcher,
                environment: SessionEnvironment.minimal(mark: mark), folder: folder.home, logs: folder.logs,
                input: theirs.descriptor,
                others: [filter], maximumTasks: limits.hardTasks)
        }
        self.launcher = launcher
        try awaitReady(in: folder, environment: environment)
        let watched = ResourceWatch.Plan(
            logs: folder.logs.path, limits: limits, launch: program.launchID, folders: folder.writable.map(\.path))
        guardian.launcher.tell(.watch(watched))
    }

    /// Runs a program inside; throws if there is no sandbox.
    private func awaitReady(in folder: SessionFolder, environment: [String: String]) throws(SessionError) {
        do {
            _ = try launcher.start(
                words: ["/bin/sh", "-c", "exit 0"], environment: environment, folder: folder.home.path,
                descriptors: [], seconds: 20, onEnd: { _ in })
        } catch {
            program.awaitEnd(within: .seconds(2))
            let words = program.lastOutput
            throw words.isEmpty
                ? .noSandbox(obstacle: .broken, reason: "\(error)")
                : .noSandbox(obstacle: SandboxObstacle(words: words), reason: words)
        }
    }
}
