import Interaction
import Sessions
import X11Desktop

/// What went wrong at a desktop, in words, and of which kind it is.
///
/// Later versions may add kinds: a switch over ``kind`` needs a `default`.
public struct DesktopError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What a caller may want to tell apart.
    public struct Kind: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        /// No X server answers at the display, or it does not let this process in.
        public static let noDisplay = Kind(description: "no display")
        /// The X server ended while it was used.
        public static let displayLost = Kind(description: "display lost")
        /// Another process holds the display.
        public static let displayInUse = Kind(description: "display in use")
        /// A program, font or other part that a session needs is not installed.
        public static let notInstalled = Kind(description: "not installed")
        /// The window, monitor or part of the screen does not exist.
        public static let notFound = Kind(description: "not found")
        /// The session's programs used more than they may and were ended.
        public static let overLimit = Kind(description: "over a limit")
        /// A program did not do in time what was waited for.
        public static let timeout = Kind(description: "timeout")
        /// Anything else; see the description.
        public static let failed = Kind(description: "failed")
    }

    public let kind: Kind
    public let description: String

    init(_ kind: Kind, _ description: String) {
        self.kind = kind
        self.description = description
    }

    init(_ error: X11Error) {
        let kind: Kind =
            switch error {
            case .noServer, .notLetIn: .noDisplay
            case .displayLost: .displayLost
            case .outsideScreen, .noMonitor, .windowGone, .notVisible, .noSuchWindow, .severalWindows: .notFound
            default: .failed
            }
        self.init(kind, error.description)
    }

    init(_ error: SessionError) {
        let kind: Kind =
            switch error {
            case .noProgram, .noGuardian, .noSandbox, .incompleteLook: .notInstalled
            case .displayInUse: .displayInUse
            case .overLimit: .overLimit
            case .notReady, .tookTooLong: .timeout
            default: .failed
            }
        self.init(kind, error.description)
    }

    /// Runs `body` and throws what it throws as a ``DesktopError``; a `CancellationError` stays one.
    static func wrapping<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let error as X11Error {
            throw DesktopError(error)
        } catch let error as SessionError {
            throw DesktopError(error)
        } catch let error as DesktopLost {
            throw DesktopError(.displayLost, error.description)
        }
    }
}
