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
        var latest = Duration.zero
        var events = 0
    }

    private let state = Mutex(State())
    private let start = ContinuousClock.now

    /// Starts empty; events count time from here on.
    package init() {}

    /// The time that has passed, as events count it.
    package var now: Duration { start.duration(to: .now) }

    /// How many events have come.
    package var events: Int { state.withLock { $0.events } }

    /// Takes an event in.
    package func take(_ event: InputEvent) {
        var event = event
        event.time = now
        state.withLock { state in
            state.events += 1
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

    /// Takes the next gesture out.
    package func next() -> Next {
        let now = now
        return state.withLock { state in
            state.gestures += state.reader.finished(by: now)
            if state.isLost { state.gestures += state.reader.finish() }
            if !state.gestures.isEmpty { return .gesture(state.gestures.removeFirst()) }
            if state.isLost { return .lost }
            return state.reader.isUnderWay ? .underWay : .nothing
        }
    }

    /// Whether the person has begun or done something that was not taken out.
    package var hasMore: Bool { state.withLock { !$0.gestures.isEmpty || $0.reader.isUnderWay } }
}
