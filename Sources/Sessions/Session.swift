package import Foundation
import Synchronization
package import X11Desktop

/// A desktop to run in: a private one, with an X server and everything else of its own, or a live one that it is
/// attached to and does not own.
///
/// Whatever becomes of this process, a guardian ends what the session started and releases what it holds down. An
/// orderly ``end()`` takes the same path.
package final class Session: Sendable {
    /// The mark that programs of the session find in their environment, as `DESKHAND_SESSION`.
    package let id: String
    /// Where its X server listens.
    package let address: DisplayAddress
    /// The folder where programs start: the session's own home, or the current one on a live desktop.
    package let home: URL
    /// What programs in it find in their environment.
    package let environment: [String: String]
    /// What it was made of; `nil` on a live desktop.
    package let settings: SessionSettings?
    /// The temporary folder that holds everything the session writes; it goes with the session.
    package var root: URL { folder.root }
    /// Deskhand's part of ``root``. Programs in the sandbox see nothing of it but ``readable``.
    package var own: URL { folder.own }
    /// The folder in ``own`` for files that programs in the session are to read and cannot write.
    package var readable: URL { folder.readable }
    /// Where a VNC viewer may look, such as `localhost:42123`.
    package var watchAddress: String? { server?.watchAddress }

    private let folder: SessionFolder
    private let server: VirtualServer?
    private let lock: DisplayLock
    private let guardian: Guardian
    /// Starts programs where those of the session run: in its sandbox, or on the host.
    private let launcher: LaunchClient
    /// `nil` without a sandbox; it is there for as long as the session.
    private let sandbox: Sandbox?
    private let programs = Mutex<[Program]?>([])

    /// Opens a private session: an X server, a message bus, a window manager, a home.
    ///
    /// - Throws: ``SessionError``, ``X11Desktop/X11Error``; nothing of the session is left then. `CancellationError` comes
    ///   at once, and what there is of the session by then goes a moment later.
    package static func open(_ settings: SessionSettings = SessionSettings()) async throws -> Session {
        try await Blocking.run(discarding: { $0.endNow() }) { try Session(settings) }
    }

    /// Attaches to a live display and holds it against other agents until the end.
    ///
    /// - Throws: ``SessionError/displayInUse(display:process:)``, ``X11Desktop/X11Error/noServer(display:)``, and more.
    package static func attach(to address: DisplayAddress) async throws -> Session {
        try await Blocking.run(discarding: { $0.endNow() }) { try Session(attachedTo: address) }
    }

    /// Where the folder of the session called `id` is, or was.
    package static func root(of id: String) -> URL { SessionFolder.root(of: id) }

    private init(_ settings: SessionSettings) throws {
        let id = SessionFolder.newID()
        let guardian = try Guardian.engaged(for: id, isPrivate: true)
        do {
            let desktop = try PrivateDesktop(id: id, settings, toldTo: guardian)
            lock = desktop.lock
            address = desktop.server.address
            home = desktop.folder.home
            environment = desktop.environment
            folder = desktop.folder
            server = desktop.server
            sandbox = desktop.sandbox
            launcher = desktop.launcher
        } catch {
            guardian.dismiss()
            throw error
        }
        self.id = id
        self.guardian = guardian
        self.settings = settings
    }

    private init(attachedTo address: DisplayAddress) throws {
        let id = SessionFolder.newID()
        let guardian = try Guardian.engaged(for: id)
        do {
            lock = try DisplayLock(address, toldTo: guardian)
            _ = try InputState(of: address)
            guardian.tell(.input(address))
            folder = try SessionFolder(id: id)
            var authority: URL?
            if let cookie = address.cookie {
                let file = folder.readable.appending(path: "Xauthority")
                try AuthorityEntry(of: address, cookie: Cookie(bytes: cookie)).write(to: file)
                authority = file
            }
            environment = SessionEnvironment.attached(mark: id, display: address.name, authority: authority)
        } catch {
            guardian.dismiss()
            throw error
        }
        self.id = id
        self.address = address
        self.guardian = guardian
        server = nil
        sandbox = nil
        launcher = guardian.launcher
        settings = nil
        home = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
    }

    /// Starts a program. No shell is involved; it ends with the session at the latest.
    ///
    /// - Parameters:
    ///   - command: its name or path, and its arguments.
    ///   - folder: where it works; ``home`` otherwise.
    ///   - variables: environment variables besides the session's.
    ///   - isTrusted: whether it runs outside of the sandbox where there is one: for our own helpers.
    package func launch(
        _ command: [String], in folder: URL? = nil, with variables: [String: String] = [:], isTrusted: Bool = false
    ) throws(SessionError) -> Program {
        guard let name = command.first, !name.isEmpty else { throw .emptyCommand }
        guard programs.withLock({ $0 != nil }) else { throw .isOver }
        if let overrun = guardian.launcher.overrun { throw .overLimit(overrun) }
        let limited = settings?.limits.applied(to: command) ?? command
        if limited != command, !name.contains("/"), Spawn.locate(name, path: environment["PATH"]) == nil {
            throw .noProgram(name: name)
        }
        let program = try Program(
            limited, name: name, by: isTrusted ? guardian.launcher : launcher,
            environment: (isTrusted ? trustedEnvironment : environment).merging(variables) { $1 },
            folder: folder ?? home,
            logs: self.folder.logs)
        let isOver = programs.withLock { programs in
            programs?.append(program)
            return programs == nil
        }
        guard !isOver else {
            program.stop()
            throw .isOver
        }
        return program
    }

    /// The environment of programs outside of the sandbox: nothing that who asked for the session chose.
    private var trustedEnvironment: [String: String] {
        guard let chosen = settings?.variables, !chosen.isEmpty else { return environment }
        let own = environment.filter { chosen[$0.key] == nil || SessionEnvironment.reserved.contains($0.key) }
        return SessionEnvironment.minimal(mark: id).merging(own) { $1 }
    }

    /// Runs a program to its end.
    package func run(
        _ command: [String], in folder: URL? = nil, with variables: [String: String] = [:], seconds: Int = 60,
        isTrusted: Bool = false
    ) async throws -> (ending: Program.Termination, program: Program) {
        let program = try launch(command, in: folder, with: variables, isTrusted: isTrusted)
        return (try await program.waitForEnd(seconds: seconds), program)
    }

    /// The numbers of all processes that run for the session now, the guardian not among them.
    package var processes: [Int32] { Descendants.find(of: guardian.process) }

    /// Fails if the session's own X server has ended, or if the session was ended for going beyond a limit.
    package func checkAlive() throws(SessionError) {
        if let overrun = guardian.launcher.overrun { throw .overLimit(overrun) }
        if let server { try server.checkAlive() }
    }

    /// What the guardian is to put back should this process die while keys are lent to characters; `nil` once they are
    /// back. To be handed to ``X11Desktop/XDesktop/guardKeyboard(_:)``.
    package var keyboardGuard: @Sendable (KeyboardMapSnapshot?) -> Void { guardian.keyboardGuard }

    /// Asks the silent programs of a live display to serve assistive technology, until the session ends.
    package func wakePrograms(on desktop: XDesktop) async throws {
        for session in await WokenSession.found(on: desktop) { session.wake(guardedBy: guardian) }
    }

    /// Ends the session: programs, server, files. Does nothing the second time.
    package func end() async { await Blocking.run { self.endNow() } }

    /// Ends it on this thread, which waits.
    private func endNow() {
        guard
            let started = programs.withLock({ programs in
                defer { programs = nil }
                return programs
            })
        else { return }
        // Its display's number may be another server's as soon as this one has ended.
        if server != nil { lock.release() }
        guardian.dismiss()
        for program in started { program.awaitEnd(within: .seconds(1)) }
        server?.stop()
        lock.release()
    }
}
