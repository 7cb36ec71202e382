import Images
import Sessions
import X11Desktop

/// Where to run: on a display of its own, which is the default, or on a live one.
struct DesktopChoice: Sendable {
    /// The name of a live display.
    var display: String?
    /// The size of a private display, where it is not the task's.
    var size: Size<ScreenSpace>?
    /// Whether a VNC viewer may look.
    var isWatched = false
    /// Whether programs on a private display serve assistive technology.
    var hasAccessibility = true

    /// Opens the session, of the task's size unless another was asked for.
    func openSession(size usual: Size<ScreenSpace>, windowManager: Bool) async throws -> Session {
        if let display {
            return try await Session.attach(to: DisplayAddress(name: display))
        }
        return try await Session.open(
            SessionSettings(
                server: ServerSettings(size: size ?? usual, isWatched: isWatched), hasWindowManager: windowManager,
                hasAccessibility: hasAccessibility))
    }
}
