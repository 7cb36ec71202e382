import Foundation
import X11Desktop

/// What a private session consists of before anything is run in it: a home, an X server, a message bus, a window manager.
struct PrivateDesktop {
    let folder: SessionFolder
    let server: VirtualServer
    let lock: DisplayLock
    let sandbox: Sandbox?
    /// Starts programs where those of the session run.
    let launcher: LaunchClient
    /// What programs in it find in their environment.
    let environment: [String: String]

    /// Starts all of it.
    ///
    /// - Parameters:
    ///   - id: the session's mark.
    ///   - guardian: removes what is left of it, whatever becomes of this process.
    /// - Throws: ``SessionError``, ``X11Desktop/X11Error``; the guardian is then to be dismissed.
    init(id: String, _ settings: SessionSettings, toldTo guardian: Guardian) throws {
        let folder = try Self.makeFolder(id: id, homePath: settings.homePath, toldTo: guardian)
        let look = InstalledLook(settings.look)
        if let part = look.lacking.first { throw SessionError.incompleteLook(name: settings.look.name, part) }
        try Profile.write(in: folder, for: settings.look)
        let fonts = folder.readable.appending(path: "fonts.conf")
        try folder.write(FontConfiguration(settings.look.fonts, paths: look.fontFiles).text, to: fonts)
        (server, lock) = try Self.lockedServer(settings, in: folder, id: id, toldTo: guardian)
        let server = server
        func variables(busAddress: String?) -> [String: String] {
            SessionEnvironment.isolated(
                mark: id, folder: folder, display: server.address.name, authority: server.authority,
                busAddress: busAddress, accessibility: settings.hasAccessibility, look: settings.look, fonts: fonts
            ).merging(settings.variables.filter { !SessionEnvironment.reserved.contains($0.key) }) { $1 }
        }
        let withoutBus = variables(busAddress: nil)
        guardian.launcher.tell(.watch(ResourceWatch.Plan(logs: folder.logs.path)))
        sandbox =
            settings.isSandboxed
            ? try Sandbox(
                mark: id, folder: folder, display: server.socket, readOnly: settings.readOnly,
                limits: settings.sessionLimits,
                environment: withoutBus, otherHome: settings.otherHome, guardian: guardian) : nil
        launcher = sandbox?.launcher ?? guardian.launcher
        let bus =
            settings.hasMessageBus ? try MessageBus(folder: folder, environment: withoutBus, launcher: launcher) : nil
        environment = variables(busAddress: bus?.address)
        self.folder = folder
        try start(settings, hasBus: bus != nil)
    }

    /// Starts what stands on server and bus.
    private func start(_ settings: SessionSettings, hasBus: Bool) throws {
        if settings.look.keyboard != Look.standard.keyboard { try setKeyboard(settings.look.keyboard) }
        let accessibility =
            settings.hasAccessibility && hasBus
            ? AccessibilityBus(folder: folder, environment: environment, launcher: launcher) : nil
        if settings.hasWindowManager {
            _ = try WindowManager(
                at: server.address, folder: folder, environment: environment, launcher: launcher,
                look: settings.look, windows: settings.windows)
        }
        accessibility?.wait(at: server.address)
    }

    /// Gives the server another layout than the one that it starts with.
    private func setKeyboard(_ layout: String) throws(SessionError) {
        let program = try Program(
            ["setxkbmap", "-layout", layout], by: launcher, environment: environment, folder: folder.home,
            logs: folder.logs)
        program.awaitEnd(within: .seconds(20))
        guard program.ended == .exited(status: 0) else {
            throw .ended(
                program: "setxkbmap", status: program.ended?.words ?? "not yet", lastOutput: program.lastOutput)
        }
    }

    /// Starts a server and takes its display. A number may still be locked whose earlier server is gone, by a session
    /// that has yet to notice; the server that got it is kept until another has taken the next.
    private static func lockedServer(
        _ settings: SessionSettings, in folder: SessionFolder, id: String, toldTo guardian: Guardian
    ) throws(SessionError) -> (VirtualServer, DisplayLock) {
        var refused: [VirtualServer] = []
        defer { for server in refused { server.stop() } }
        while true {
            let server = try VirtualServer(
                settings.server, in: folder, by: guardian.launcher, environment: SessionEnvironment.minimal(mark: id),
                isIsolated: settings.isSandboxed,
                dotsPerInch: settings.look.dotsPerInch,
                hosts: (settings.isSandboxed ? [Array(SandboxPlan.hostName.utf8)] : []) + [AuthorityEntry.hostName])
            if let socket = SocketFile(at: server.socket.path) { guardian.tell(.socket(socket)) }
            do {
                return (server, try DisplayLock(server.address, toldTo: guardian))
            } catch .displayInUse where refused.count < 8 {
                refused.append(server)
            }
        }
    }

    private static func makeFolder(
        id: String, homePath: String?, toldTo guardian: Guardian
    ) throws(SessionError) -> SessionFolder {
        var folder = try SessionFolder(id: id)
        if let other = homePath.flatMap({ folder.takeHome($0) }) { guardian.tell(.remove(path: other.path)) }
        try folder.makeHome()
        return folder
    }
}
