import Evaluation
import Images
import Sessions
import X11Desktop

/// Where to run: on a display of its own, which is the default, or on a live one.
struct DesktopChoice: Sendable {
    /// The name of a live display.
    var display: String?
    /// The size of a private display, where it is not the task's.
    var size: Size<ScreenSpace>?
    /// Where the home of a private session is to be, if that is free; see ``Sessions/SessionSettings/homePath``.
    var homePath: String?
    /// Of a private display, in bits.
    var depth = 24
    /// How everything on a private display is drawn, where it is not as the task wants it.
    var look: Look?
    /// Whether a VNC viewer may look.
    var isWatched = false
    /// Whether programs on a private display serve assistive technology.
    var hasAccessibility = true
    /// Whether programs on a private display are kept from the network and from files outside of the session.
    var isSandboxed = false

    /// Environment variables of programs on a private display, besides the session's own.
    var variables: [String: String] = [:]

    /// Opens the session as a task wants it; another size holds where it was asked for.
    func openSession(for task: TaskSettings) async throws -> Session {
        if let display {
            return try await Session.attach(to: DisplayAddress(name: display))
        }
        var settings = SessionSettings(
            server: ServerSettings(size: size ?? task.screen, depth: depth, isWatched: isWatched),
            hasWindowManager: task.hasWindowManager, hasAccessibility: hasAccessibility,
            limits: task.programLimits, isSandboxed: isSandboxed, homePath: homePath,
            look: look ?? task.look ?? .standard, windows: task.windows)
        settings.variables = variables
        return try await Session.open(settings)
    }
}
