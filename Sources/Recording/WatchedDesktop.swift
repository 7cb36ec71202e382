package import Evaluation
package import Images
package import Interaction
import Synchronization

/// A desktop on which a person acts: what an episode is told to do there is done already.
///
/// It looks whenever the screen rests and the person does, so that each step can be shown the screen between the gestures,
/// though a gesture is known to be whole only when the next one has begun.
package final class WatchedDesktop: TaskDesktop {
    private let desktop: any TaskDesktop
    private let queue: GestureQueue
    private let state = Mutex(State())

    private struct State {
        var shelf = LookShelf()
        /// What the next look is to show.
        var next: PersonLook?
        /// What was shown last.
        var shown: PersonLook?
        /// Where a replay has the pointer.
        var pointer: Point<ScreenSpace>?
        /// A look that comes after the next one, since the person has moved the pointer before it.
        var afterMove: PersonLook?
    }

    /// The longest time that the screen may change after a gesture.
    private static let patience = Duration.seconds(3)
    /// How long keys and buttons rest before a look is taken between two of them.
    private static let rest = Duration.milliseconds(250)
    /// How long nothing is looked at on a screen that keeps changing.
    private static let breather = Duration.seconds(1)
    /// How far the pointer may be from where it was for the screen to look the same, in pixels.
    private static let slack = 5.0

    /// - Parameter queue: what the person does.
    package init(_ desktop: any TaskDesktop, _ queue: GestureQueue) { (self.desktop, self.queue) = (desktop, queue) }

    /// The look that was chosen for the step; else one that is taken now.
    package func look(at area: CaptureArea, drawingPointer: Bool) async throws -> ScreenState {
        let chosen = state.withLock { state in
            defer { state.next = nil }
            return state.next
        }
        let look = if let chosen { chosen } else { try await take(isPassing: false) }
        state.withLock { state in
            state.shown = look
            if state.pointer == nil { state.pointer = look.screen.pointer }
        }
        return look.screen
    }

    /// Nothing: the person is watched all the time.
    package func watchForChanges() {}

    package func perform(_ action: Action<ScreenSpace>) -> Execution {
        let points = action.points
        if let last = points.last { state.withLock { $0.pointer = last } }
        let origin = Point<ScreenSpace>(x: 0, y: 0)
        return Execution(
            pointerBefore: points.first ?? origin, pointerAfter: points.last ?? origin,
            notches: action.notches)
    }

    /// None: nothing is pressed.
    package func keystrokes(of action: Action<ScreenSpace>) -> Keystrokes { Keystrokes() }

    package func perform(_ action: Action<ScreenSpace>, pressing judged: Keystrokes) -> Execution { perform(action) }

    /// Waits for a look at what the person's gesture has done, and chooses it. Where the person goes on before there is one,
    /// the whole screen counts as still changing.
    package func settle(_ expectation: SettleExpectation) async throws -> SettleReport {
        let begun = queue.now
        let isChosen = state.withLock { $0.next != nil }
        let look = isChosen ? nil : try await lookAfterGesture(until: begun + Self.patience)
        return state.withLock { state in
            if let look { Self.choose(look, &state) }
            let spent = queue.now - begun
            guard let next = state.next, !next.isPassing else { return Self.unsettled(state.next, spent) }
            guard state.shown.map({ next.looks(like: $0) }) != true else {
                return SettleReport(
                    reason: .noChange, firstChange: nil, lastChange: nil, settled: spent, regions: [])
            }
            return SettleReport(reason: .quiet, firstChange: .zero, lastChange: .zero, settled: spent, regions: [])
        }
    }

    /// A look after the pointer has gone elsewhere shows what it is over there: it belongs behind a step that moves there, and
    /// what was before that nobody saw.
    private static func choose(_ look: PersonLook, _ state: inout State) {
        state.next = look
        guard !look.isPassing, !isNear(look, state.pointer) else { return }
        state.afterMove = look
        state.next?.isPassing = true
    }

    private static func isNear(_ look: PersonLook, _ pointer: Point<ScreenSpace>?) -> Bool {
        pointer.map { $0.distance(to: look.screen.pointer) <= slack } ?? true
    }

    package func windows() async throws -> [WindowInfo] { try await desktop.windows() }
    package func activate(_ window: WindowID) async throws { try await desktop.activate(window) }
    package func close(_ window: WindowID) async throws { try await desktop.close(window) }

    private static func unsettled(_ look: PersonLook?, _ spent: Duration) -> SettleReport {
        let whole = look.map { SettleReport.Region(box: $0.screen.screenshot.capture, kind: .passing) }
        return SettleReport(
            reason: .deadline, firstChange: .zero, lastChange: spent, settled: spent, regions: whole.map { [$0] } ?? [],
            notes: ["the person went on before the screen rested"])
    }
}

/// The person.
extension WatchedDesktop {
    /// What was shown last.
    var shown: PersonLook? { state.withLock { $0.shown } }

    /// The newest look before a moment that says more than the one that was shown; `nil` where that is it.
    func better(before time: Duration) -> PersonLook? {
        let begin = queue.lastEnded
        return state.withLock { state in
            guard let shown = state.shown, let found = state.shelf.newest(after: begin, before: time),
                found.time > shown.time, !found.looks(like: shown)
            else { return nil }
            return found
        }
    }

    /// Shows a look to the episode next.
    ///
    /// - Returns: where the pointer has to go for it; `nil` where it is there.
    func show(_ look: PersonLook) -> Point<ScreenSpace>? {
        state.withLock { state in
            state.next = look
            return Self.isNear(look, state.pointer) ? nil : look.screen.pointer
        }
    }

    /// Where the person has moved the pointer before anything else, if there is such a move to tell: what is shown next is the
    /// look after it.
    func move() -> Point<ScreenSpace>? {
        state.withLock { state in
            guard let look = state.afterMove else { return nil }
            (state.next, state.afterMove) = (look, nil)
            return look.screen.pointer
        }
    }

    /// Waits a little, and looks where the screen and the person rest and there is something new to see.
    func sample() async throws {
        let input = queue.input
        let report = try await desktop.settle(
            SettleExpectation(firstChange: .milliseconds(150), quiet: .milliseconds(150), deadline: .seconds(1)))
        guard queue.input == input, queue.now - input.last >= Self.rest else { return }
        let isNew = report.reason != .noChange || (state.withLock { $0.shelf.last?.time } ?? .zero) < input.last
        if isNew { _ = try await take(isPassing: false) }
        if report.reason == .deadline { try await Task.sleep(for: Self.breather) }
    }

    /// Takes a look, and keeps it unless the person went on meanwhile.
    private func take(isPassing: Bool) async throws -> PersonLook {
        let (time, input) = (queue.now, queue.input)
        try await desktop.watchForChanges()
        let screen = try await desktop.look(at: .everything, drawingPointer: false)
        let list = isPassing ? nil : await screen.elementsTold()
        let look = PersonLook(time: time, screen: screen, list: list, isPassing: isPassing || queue.input != input)
        if !look.isPassing { state.withLock { $0.shelf.add(look) } }
        return look
    }

    /// The newest look with the pointer where a replay has it, or else the newest.
    private func newest(after begin: Duration, before end: Duration?) -> PersonLook? {
        state.withLock { state in
            let pointer = state.pointer
            return state.shelf.newest(after: begin, before: end) { Self.isNear($0, pointer) }
                ?? state.shelf.newest(after: begin, before: end)
        }
    }

    private func lookAfterGesture(until deadline: Duration) async throws -> PersonLook {
        let ended = queue.lastEnded
        while true {
            try Task.checkCancellation()
            let pending = queue.pendingSince
            if let look = newest(after: ended, before: pending) { return look }
            guard pending == nil, queue.now < deadline, queue.next != .lost else {
                return try await take(isPassing: pending != nil)
            }
            try await sample()
        }
    }
}

extension Action {
    /// How many notches a turn of the wheel has; `nil` for what is none.
    fileprivate var notches: Int? {
        guard case .scroll(let amount, _, _) = self else { return nil }
        return Int(abs(amount.vertical) + abs(amount.horizontal))
    }
}
