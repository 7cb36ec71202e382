public import Foundation
import Sessions
import X11Desktop

/// A desktop to work on: a private one that begins and ends with the session, or a live one, which stays as it is afterwards.
///
/// A private session has an X server, a window manager, a message bus and a separate home folder. Whatever becomes of
/// this process, a guardian ends the session's programs and releases what is held down: the program `deskhand-guardian`,
/// which lies beside this one (`swift build --product deskhand-guardian` puts it there) or on the `PATH`.
///
/// ```swift
/// try await Session.withPrivate(SessionOptions(width: 1024, height: 768)) { session in
///     let editor = try session.launch(["mousepad"])
///     let window = try await session.screen.waitForWindow(matching: "mousepad")
///     try await session.screen.settle { try await session.hands.type("hello") }
///     try await session.screen.capture(.window(window)).picture.write(to: URL(filePath: "editor.png"))
///     editor.stop()
/// }
/// ```
public final class Session: Sendable {
    /// What the display shows.
    public let screen: Screen
    /// Pointer, keyboard and windows.
    public let hands: Hands
    let session: Sessions.Session

    /// Opens a private session.
    ///
    /// - Throws: ``DesktopError``, and `CancellationError`; nothing of the session is left then.
    public static func openPrivate(_ options: SessionOptions = SessionOptions()) async throws -> Session {
        try await DesktopError.wrapping {
            try await Session(try await Sessions.Session.open(options.settings), options.secrets)
        }
    }

    /// Attaches to a live display, and holds it against other agents until the end.
    ///
    /// - Parameters:
    ///   - display: such as `:0`.
    ///   - secrets: the environment variables that typed text may refer to as `{{env:NAME}}`.
    /// - Throws: ``DesktopError``.
    public static func attach(to display: String, secrets: Set<String> = []) async throws -> Session {
        try await DesktopError.wrapping {
            try await Session(try await Sessions.Session.attach(to: DisplayAddress(name: display)), secrets)
        }
    }

    /// Opens a private session, runs `body` in it and ends it, whatever happens.
    ///
    /// - Throws: as ``openPrivate(_:)``, and what `body` throws.
    public static func withPrivate<Result>(
        _ options: SessionOptions = SessionOptions(), isolation: isolated (any Actor)? = #isolation,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let session = try await openPrivate(options)
        do {
            let result = try await body(session)
            await session.end()
            return result
        } catch {
            await session.end()
            throw error
        }
    }

    private init(_ session: Sessions.Session, _ secrets: Set<String>) async throws {
        do {
            let desktop = try XDesktop(at: session.address, secrets: SecretStore(names: secrets))
            try await desktop.guardKeyboard(session.keyboardGuard)
            screen = Screen(desktop)
            hands = Hands(desktop: desktop)
            self.session = session
        } catch {
            await session.end()
            throw error
        }
    }

    /// Such as `:99`.
    public var display: String { session.address.name }
    /// The folder where programs start: the session's home, or the current one on a live desktop.
    public var home: URL { session.home }
    /// What programs in it find in their environment.
    public var environment: [String: String] { session.environment }
    /// Where a VNC viewer may watch, such as `localhost:42123`; see ``SessionOptions/isWatched``.
    public var watchAddress: String? { session.watchAddress }

    /// Starts a program. No shell is involved; it ends with the session at the latest.
    ///
    /// - Parameters:
    ///   - command: its name or path, and its arguments.
    ///   - folder: where it works; ``home`` otherwise.
    ///   - variables: environment variables besides the session's.
    /// - Throws: ``DesktopError``.
    public func launch(
        _ command: [String], in folder: URL? = nil, with variables: [String: String] = [:]
    ) throws(DesktopError) -> SessionProgram {
        do throws(SessionError) {
            return SessionProgram(program: try session.launch(command, in: folder, with: variables))
        } catch {
            throw DesktopError(error)
        }
    }

    /// Ends the session: programs, server, files. Does nothing the second time.
    public func end() async { await session.end() }
}
