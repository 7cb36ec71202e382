import Grounders
import Images
import Interaction
import JSON
import Sessions
import X11Desktop

/// A private display with one program whose elements are there.
struct CaptureStage {
    private let session: Session
    private let desktop: XDesktop
    private let screen: Size<ScreenSpace>

    /// A screen at rest, and what was told of it.
    struct Look {
        let screenshot: Screenshot
        let kept: KeptScreen
        let list: ElementList

        /// What shows, whatever its place and state.
        var names: Set<String> { Set(list.shown.map { "\($0.role.name) \($0.name)" }) }
        var windows: Set<String> {
            Set(kept.windows.filter { !$0.isMinimised }.map { $0.isPopup ? "popup" : $0.title })
        }
    }

    /// Looks in a row that must agree, how many are taken, and the pause between them.
    private static let (looks, pause) = (30, Duration.milliseconds(150))

    /// Opens a session and starts the program.
    ///
    /// - Throws: `SessionError`, `X11Error`; nothing of the session is left then.
    static func open(_ unit: CaptureUnit, isSandboxed: Bool) async throws -> CaptureStage {
        let session = try await Session.open(unit.variant.session(isSandboxed: isSandboxed))
        do {
            let stage = CaptureStage(
                session: session, desktop: try XDesktop(at: session.address),
                screen: Size(width: unit.variant.screen[0], height: unit.variant.screen[1]))
            _ = try session.launch(unit.command)
            try await ElementsArrival.wait(on: stage.desktop, atMost: .seconds(30))
            return stage
        } catch {
            await session.end()
            throw error
        }
    }

    func end() async { await session.end() }

    /// The screen when pictures and trees have stopped changing; `nil` where they do not.
    func look() async throws -> Look? {
        var last: Look?
        for _ in 0..<Self.looks {
            let next = try await glance()
            if let last, last.kept.told == next.kept.told, last.kept.windows == next.kept.windows,
                FrameName(of: last.screenshot.image) == FrameName(of: next.screenshot.image)
            {
                return next
            }
            last = next
            try await Task.sleep(for: Self.pause)
        }
        return nil
    }

    /// Clicks an element, moves the pointer away, and waits until the screen is at rest.
    func press(_ element: Element) async throws {
        try await act([
            .click(.left, at: element.point),
            .mouseMove(Point(x: Double(screen.width - 1), y: Double(screen.height - 1))),
        ])
    }

    /// Closes what is open, as a person does.
    func escape() async throws { try await act([.key([Key("Escape")])]) }

    private func act(_ actions: [Action<ScreenSpace>]) async throws {
        try session.checkAlive()
        try await desktop.watchForChanges()
        for action in actions { _ = try await desktop.perform(action) }
        _ = try await desktop.settle(SettleExpectation(deadline: .seconds(5)))
    }

    private func glance() async throws -> Look {
        let screen = try await desktop.look(at: .everything, drawingPointer: false)
        let kept = KeptScreen(
            windows: screen.windows, told: await screen.telling?.told(of: screen.windows) ?? ToldScreen())
        let list = await ElementReader().told(on: kept.screen(with: screen.screenshot))
        return Look(screenshot: screen.screenshot, kept: kept, list: list)
    }
}
