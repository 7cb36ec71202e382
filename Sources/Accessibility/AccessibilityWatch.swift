import Dispatch
package import Interaction

/// Watches what the programs on one accessibility bus show.
///
/// The first look reads whole trees; later ones read what programs have announced as changed. It takes a thread only
/// while it works, and between looks takes what comes from the bus, so that nothing piles up there.
package actor AccessibilityWatch {
    /// How long a look takes at most.
    static let budget = Duration.milliseconds(250)

    private let address: String
    private let executor = WatchExecutor()
    private var bus: WatchedBus?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects at the first look.
    ///
    /// - Parameter address: the accessibility bus's, as D-Bus writes it.
    package init(address: String) { self.address = address }

    /// What all programs show.
    ///
    /// - Parameters:
    ///   - windows: of the whole screen; boxes are placed by them.
    ///   - isUnchanged: whether the screen's pixels are as they were at the last look; programs that do not announce
    ///     their changes are then not read again.
    ///   - budget: at most so long is waited for answers. What is not read by then comes with a later look.
    package func look(
        windows: [WindowInfo], isUnchanged: Bool = false, budget: Duration = budget
    ) -> AccessibilityReport {
        let deadline = ContinuousClock.now + budget
        if bus?.isConnected != true {
            bus = WatchedBus(address: address, on: executor.queue, before: deadline)
        }
        guard let bus else { return AccessibilityReport(problems: [.busUnreachable]) }
        return bus.look(windows: windows, isUnchanged: isUnchanged, before: deadline)
    }
}

/// Runs the watch's jobs one after another on a queue of its own, on which what comes from the bus is taken too.
private final class WatchExecutor: SerialExecutor {
    let queue = DispatchQueue(label: "accessibility", qos: .userInitiated)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
