import Interaction
import Synchronization

/// The person at a live desktop: whoever touches keyboard or mouse holds the run, and the stop chord ends it.
///
/// The hold is over when nothing has been touched for a while. A screen that was locked or went blank ends the run too.
package final class PersonAtDesktop: Supervisor {
    private let presence: PresenceBoard
    private let monitor: InputMonitor
    private let desktop: XDesktop
    private let patience: Duration
    private let stopReason: String

    /// Starts to watch.
    ///
    /// - Parameters:
    ///   - patience: how long nothing must have been touched before the run goes on.
    ///   - stopChord: ends the run.
    ///   - onStop: called at once when the chord is pressed, on a thread of ours, so that a run can be cancelled while
    ///     it waits for a model.
    package init(
        at address: DisplayAddress, patience: Duration = .seconds(3),
        stopChord: [Key] = InputMonitor.defaultStopChord, onStop: @escaping @Sendable () -> Void = {}
    ) throws(X11Error) {
        desktop = try XDesktop(at: address)
        let board = PresenceBoard()
        presence = board
        self.patience = patience
        stopReason = "the stop chord \(stopChord.map(\.name).joined(separator: "+")) was pressed"
        monitor = try InputMonitor(at: address, stopChord: stopChord) { touch in
            switch touch {
            case .input(let device): board.note(device)
            case .stop:
                board.stop()
                onStop()
            }
        }
    }

    package func oversight() async -> Oversight {
        if presence.hasStopped { return .stop(stopReason) }
        if let condition = try? await desktop.screenCondition(), condition != .usable {
            return .stop(condition.description)
        }
        guard let touch = presence.lastTouch, touch.moment + patience > .now else { return .go }
        return .hold("somebody uses \(touch.device)")
    }

    package func untilReleased() async -> Oversight {
        while !Task.isCancelled {
            if presence.hasStopped { return .stop(stopReason) }
            guard let touch = presence.lastTouch, touch.moment + patience > .now else { return .go }
            // A stop during the hold must not wait for the hold's end.
            try? await ContinuousClock().sleep(until: min(touch.moment + patience, .now + .milliseconds(100)))
        }
        return .stop("the run was cancelled")
    }
}

/// What the monitor's thread tells the episode.
private final class PresenceBoard: Sendable {
    private struct State {
        var lastTouch: (moment: ContinuousClock.Instant, device: String)?
        var hasStopped = false
    }

    private let state = Mutex(State())

    var lastTouch: (moment: ContinuousClock.Instant, device: String)? { state.withLock { $0.lastTouch } }
    var hasStopped: Bool { state.withLock { $0.hasStopped } }

    func note(_ device: String) { state.withLock { $0.lastTouch = (.now, device) } }
    func stop() { state.withLock { $0.hasStopped = true } }
}
