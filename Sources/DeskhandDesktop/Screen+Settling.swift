public import DeskhandInteraction
import Images
import Interaction
import X11Desktop

/// How long to wait for a screen to come to rest.
public struct SettleOptions: Hashable, Sendable {
    /// How long to wait for a first change before saying that nothing changed.
    public var firstChange: Duration
    /// How long nothing relevant may change.
    public var quiet: Duration
    /// When to give up.
    public var deadline: Duration
    /// Parts of the screen that do not count, such as a clock.
    public var ignored: [ScreenBox]

    public init(
        firstChange: Duration = .milliseconds(500), quiet: Duration = .milliseconds(200),
        deadline: Duration = .seconds(10), ignored: [ScreenBox] = []
    ) {
        self.firstChange = firstChange
        self.quiet = quiet
        self.deadline = deadline
        self.ignored = ignored
    }
}

extension Screen {
    /// Runs `body`, which makes the screen change, and waits until the screen has come to rest.
    ///
    /// ```swift
    /// try await session.screen.settle { try await session.hands.press("ctrl+s") }
    /// ```
    ///
    /// Only pixels that really changed count. Carets, fading scrollbars and regions that keep returning to earlier
    /// contents are not waited for. The pointer is not part of the picture.
    ///
    /// - Throws: ``DesktopError``, what `body` throws, and `CancellationError` soon after the task was cancelled.
    @discardableResult
    public func settle(
        _ options: SettleOptions = SettleOptions(), isolation: isolated (any Actor)? = #isolation,
        after body: () async throws -> Void = {}
    ) async throws -> Settling {
        try await watchForChanges()
        try await body()
        return try await settled(options)
    }

    private func watchForChanges() async throws {
        try await DesktopError.wrapping { try await desktop.watchForChanges() }
    }

    private func settled(_ options: SettleOptions) async throws -> Settling {
        try await DesktopError.wrapping {
            let expectation = SettleExpectation(
                firstChange: options.firstChange, quiet: options.quiet, deadline: options.deadline,
                ignored: options.ignored.map(\.box))
            return Settling(try await desktop.settle(expectation))
        }
    }
}
