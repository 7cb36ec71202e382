package import Interaction
import Synchronization

/// The person at a live desktop: touching keyboard or mouse pauses the run, and the stop chord ends it.
///
/// The hold is over when nothing has been touched for a while. A screen that was locked or went blank ends the run too,
/// and so does one of which that, or what the person touches, cannot be told any more: without knowing, nothing is done.
package final class PersonAtDesktop: Supervisor {
    private let presence: PresenceBoard
    private let monitor: InputMonitor
    private let desktop: XDesktop
    private let address: DisplayAddress
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
        self.address = address
        let board = PresenceBoard()
        presence = board
        self.patience = patience
        stopReason = "the stop chord \(stopChord.map(\.name).joined(separator: "+")) was pressed"
        monitor = try InputMonitor(at: address, stopChord: stopChord, onLoss: { board.lose() }) { touch in
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
        if let reason = await reasonToStop() { return .stop(reason) }
        guard let touch = presence.lastTouch, touch.moment + patience > .now else { return .go }
        return .hold("a person uses \(touch.device)")
    }

    package func untilReleased() async -> Oversight {
        while !Task.isCancelled {
            if presence.hasStopped { return .stop(stopReason) }
            guard let touch = presence.lastTouch, touch.moment + patience > .now else {
                return await reasonToStop().map { .stop($0) } ?? .go
            }
            // A stop during the hold must not wait for the hold's end.
            try? await ContinuousClock().sleep(until: min(touch.moment + patience, .now + .milliseconds(100)))
        }
        return .stop("the run was cancelled")
    }

    /// Why the display must not be operated, if that is so.
    private func reasonToStop() async -> String? {
        do {
            let condition = try await desktop.screenCondition()
            guard condition == .usable else { return condition.description }
            guard presence.isLost else { return nil }
            return serverIsGone ? nil : "what the person at the desktop touches can no longer be watched"
        } catch {
            // Of a server that is gone the episode's own connection tells, as the loss of the display.
            return serverIsGone ? nil : "whether the screen is locked cannot be told: \(error)"
        }
    }

    private var serverIsGone: Bool {
        do {
            _ = try XDesktop(at: address)
            return false
        } catch X11Error.noServer {
            return true
        } catch {
            return false
        }
    }
}

/// What the monitor's thread tells the episode.
private final class PresenceBoard: Sendable {
    private struct State {
        var lastTouch: (moment: ContinuousClock.Instant, device: String)?
        var hasStopped = false
        var isLost = false
    }

    private let state = Mutex(State())

    var lastTouch: (moment: ContinuousClock.Instant, device: String)? { state.withLock { $0.lastTouch } }
    var hasStopped: Bool { state.withLock { $0.hasStopped } }
    /// Whether touches are no longer noticed.
    var isLost: Bool { state.withLock { $0.isLost } }

    func note(_ device: String) { state.withLock { $0.lastTouch = (.now, device) } }
    func stop() { state.withLock { $0.hasStopped = true } }
    func lose() { state.withLock { $0.isLost = true } }
}
