import Agents
import Images
import Interaction
import Synchronization
package import X11Desktop

/// The gestures that a person has made and that the record has not taken in yet.
///
/// Events come on the recorder's thread, and are taken out by the episode.
package final class GestureQueue: Sendable {
    private struct State {
        var reader = GestureReader()
        var gestures: [RecordedGesture] = []
        var isLost = false
        var input = Input()
        var lastEnded = Duration.zero
    }

    /// What keys and buttons have done; the pointer's motion is none of it.
    package struct Input: Hashable, Sendable {
        /// How many went down or up.
        package var count = 0
        /// When the last one did.
        package var last = Duration.zero
    }

    private let state = Mutex(State())
    private let clock: @Sendable () -> Duration

    /// Starts empty.
    ///
    /// - Parameter clock: the time that has passed since some fixed moment, as events are to count it.
    package init(clock: @escaping @Sendable () -> Duration = ContinuousClock().stopwatch()) { self.clock = clock }

    /// The time that has passed, as events count it.
    package var now: Duration { clock() }

    /// What keys and buttons have done so far.
    package var input: Input { state.withLock { $0.input } }

    /// Takes an event in.
    package func take(_ event: InputEvent) {
        var event = event
        event.time = now
        state.withLock { state in
            if event.kind != .motion { state.input = Input(count: state.input.count + 1, last: event.time) }
            state.gestures += state.reader.take(event)
        }
    }

    /// Nothing comes any more: the connection is lost.
    package func lose() { state.withLock { $0.isLost = true } }

    /// What the person has done or begun.
    package enum Next: Hashable, Sendable {
        case gesture(RecordedGesture)
        /// Something was begun that is not whole yet.
        case underWay
        case nothing
        /// Nothing comes any more.
        case lost
    }

    /// What comes next, which stays in the queue.
    package var next: Next {
        let now = now
        return state.withLock { state in
            state.gestures += state.reader.finished(by: now)
            if state.isLost { state.gestures += state.reader.finish() }
            if let first = state.gestures.first { return .gesture(first) }
            if state.isLost { return .lost }
            return state.reader.isUnderWay ? .underWay : .nothing
        }
    }

    /// Takes the next gesture out.
    package func removeFirst() {
        state.withLock { state in
            guard !state.gestures.isEmpty else { return }
            state.lastEnded = state.gestures.removeFirst().ended
        }
    }

    /// When the gesture ended that was taken out last.
    package var lastEnded: Duration { state.withLock { $0.lastEnded } }

    /// When that began which the person has begun or done and that was not taken out; `nil` where nothing was.
    package var pendingSince: Duration? { state.withLock { $0.gestures.first?.began ?? $0.reader.begunAt } }
}
