import Evaluation
import Grounders
import Images
import Sessions
import X11Desktop

/// The display to run on: a private one (the default) or a live one.
struct DesktopChoice: Sendable {
    /// The name of a live display.
    var display: String?
    /// Whether programs on a live display that are silent to assistive technology are asked to serve it.
    var wakesPrograms = false
    /// The size of a private display; `nil` for the task's.
    var size: Size<ScreenSpace>?
    /// The preferred home folder of a private session; see ``Sessions/SessionSettings/homePath``.
    var homePath: String?
    /// The colour depth of a private display, in bits.
    var depth = 24
    /// The look of a private display; `nil` for the task's.
    var look: Look?
    /// Whether a VNC viewer may connect.
    var isWatched = false
    /// Whether accessibility (AT-SPI) is enabled on a private display.
    var hasAccessibility = true
    /// Whether programs on a private display run in a sandbox, without network and files outside the session.
    var isSandboxed = false

    /// Another path at which programs in the sandbox find the home.
    var otherHome: String?
    /// Additional environment variables of programs on a private display.
    var variables: [String: String] = [:]

    /// Opens the session with the task's settings; a given size overrides the task's.
    func openSession(for task: TaskSettings) async throws -> Session {
        if let display {
            let session = try await Session.attach(to: DisplayAddress(name: display))
            if wakesPrograms {
                let desktop = try XDesktop(at: session.address)
                try await session.wakePrograms(on: desktop)
                try await ElementsArrival.wait(on: desktop, atMost: .seconds(5))
            }
            return session
        }
        var settings = SessionSettings(
            server: ServerSettings(size: size ?? task.screen, depth: depth, isWatched: isWatched),
            hasWindowManager: task.hasWindowManager, hasAccessibility: hasAccessibility,
            limits: task.programLimits, isSandboxed: isSandboxed, homePath: homePath,
            look: look ?? task.look ?? .standard, windows: task.windows)
        settings.variables = variables
        settings.otherHome = otherHome
        return try await Session.open(settings)
    }
}
