package import Evaluation
package import Images
package import Interaction
import Synchronization

/// A desktop on which a person acts: what an episode is told to do there is done already.
package final class WatchedDesktop: TaskDesktop {
    private let desktop: any TaskDesktop
    private let queue: GestureQueue
    /// What was seen to change while a gesture was waited for; part of what it did.
    private let change = Mutex<SettleReport?>(nil)

    /// The longest time that the screen may change after a gesture.
    private static let patience = Duration.seconds(3)

    /// - Parameter queue: what the person does.
    package init(_ desktop: any TaskDesktop, _ queue: GestureQueue) { (self.desktop, self.queue) = (desktop, queue) }

    package func look(at area: CaptureArea, drawingPointer: Bool) async throws -> ScreenState {
        try await desktop.look(at: area, drawingPointer: drawingPointer)
    }

    /// Nothing: watching began before the person did anything (``watchPerson()``).
    package func watchForChanges() {}

    package func perform(_ action: Action<ScreenSpace>) -> Execution {
        let points = action.points
        let origin = Point<ScreenSpace>(x: 0, y: 0)
        return Execution(
            pointerBefore: points.first ?? origin, pointerAfter: points.last ?? origin,
            notches: action.notches)
    }

    /// None: nothing is pressed.
    package func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes() }

    package func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) -> Execution { perform(action) }

    /// Waits for what the person's gesture has done.
    package func settle(_ expectation: SettleExpectation) async throws -> SettleReport {
        var expectation = expectation
        expectation.deadline = min(expectation.deadline, Self.patience)
        // Who goes on at once does not wait for the screen either.
        if queue.hasMore { expectation.firstChange = min(expectation.firstChange, .milliseconds(100)) }
        let report = try await desktop.settle(expectation)
        let before = change.withLock { change in
            defer { change = nil }
            return change
        }
        return report.reason == .noChange ? before ?? report : report
    }

    package func windows() async throws -> [WindowInfo] { try await desktop.windows() }
    package func activate(_ window: WindowID) async throws { try await desktop.activate(window) }
    package func close(_ window: WindowID) async throws { try await desktop.close(window) }

    // MARK: the person

    /// Remembers the screen as it is: what changes from here on is the next gesture's, or happens by itself.
    func watchPerson() async throws { try await desktop.watchForChanges() }

    /// Waits a little for the screen to change.
    ///
    /// - Returns: whether it changed by itself, and rests again.
    func changesByItself() async throws -> Bool {
        let report = try await desktop.settle(
            SettleExpectation(firstChange: .milliseconds(150), quiet: .milliseconds(150), deadline: .seconds(1)))
        guard report.reason != .noChange else { return false }
        guard queue.hasMore else { return true }
        change.withLock { $0 = report }
        return false
    }
}

extension Action {
    /// How many notches a turn of the wheel has; `nil` for what is none.
    fileprivate var notches: Int? {
        guard case .scroll(let amount, _, _) = self else { return nil }
        return Int(abs(amount.vertical) + abs(amount.horizontal))
    }
}
