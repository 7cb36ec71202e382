package import Interaction

/// Decides when a screen has come to rest. All times count from the same moment.
package struct SettleJudge {
    /// What is asked for, and since when.
    let expectation: SettleExpectation
    let began: Duration

    package init(_ expectation: SettleExpectation, began: Duration) {
        self.expectation = expectation
        self.began = began
    }

    package enum Verdict: Hashable {
        /// Nothing can be said before this moment, unless something changes.
        case wait(until: Duration)
        case done(SettleReport.Reason)
    }

    /// What is known of a program that was started.
    package struct ProgramState: Hashable {
        /// When it ended, if it did; then nothing more is expected of it.
        package var ended: Duration?
        /// Whether a window of its own is mapped and painted.
        package var isShown = false
        /// When it was last seen at work.
        package var lastBusy: Duration?
        /// Whether it is known to draw itself in several bursts.
        package var drawsInBursts = false

        package init() {}
    }

    /// A change that is hardly the last one.
    package enum Unfinished: Hashable, Sendable {
        /// A key pressed a widget, which still looks pressed, and nothing else has changed: GTK holds it for 250 ms before
        /// it acts, and does not release it before the deed is done, such as a file saved on a slow disk.
        case pressByKey
        /// Likewise, by a click: its release has been, so less is to be expected.
        case pressByPointer
        /// Something changes again and again, with such pauses.
        case animation(pause: Duration)

        /// How long nothing may change for it to be over.
        var quiet: Duration {
            switch self {
            case .pressByKey: .milliseconds(1200)
            case .pressByPointer: .milliseconds(350)
            case .animation(let pause): min(pause * 2, .milliseconds(600))
            }
        }
    }

    /// - Parameters:
    ///   - firstChange: when something relevant first changed, if it has.
    ///   - lastChange: when it last did.
    ///   - program: what is known of a program that was started.
    ///   - lastWork: when the program that was acted on was last seen at work.
    ///   - unfinished: what has changed, where it speaks for more to come.
    package func verdict(
        at now: Duration, firstChange: Duration?, lastChange: Duration?, program: ProgramState? = nil,
        lastWork: Duration? = nil, unfinished: Unfinished? = nil
    ) -> Verdict {
        let deadline = began + expectation.deadline
        let isShown = program?.ended == nil && program?.isShown ?? false
        let hasChanged = firstChange != nil || isShown
        let still = restingTime(lastChange: lastChange ?? (isShown ? began : nil), program, unfinished)
        let rest = still.map { time in
            lastWork.map { max(time, min($0 + SettleJudge.idleAfterWork, time + SettleJudge.patienceWithWork)) } ?? time
        }
        if let rest, now >= rest { return .done(hasChanged ? .quiet : .noChange) }
        if now >= deadline { return .done(hasChanged ? .deadline : .noChange) }
        return .wait(until: min(rest ?? deadline, deadline))
    }

    /// From when on the screen is at rest if nothing changes any more; `nil` while a program has yet to show itself.
    private func restingTime(
        lastChange: Duration?, _ program: ProgramState?, _ unfinished: Unfinished?
    ) -> Duration? {
        if let program, program.ended == nil, !program.isShown { return nil }
        let idle = program?.lastBusy.map { $0 + SettleJudge.idleAfterWork } ?? began
        guard let lastChange else { return max((program?.ended ?? began) + expectation.firstChange, idle) }
        return max(lastChange + max(quiet(program), unfinished?.quiet ?? .zero), idle)
    }

    /// How long a program must have been off the processor.
    static let idleAfterWork = Duration.milliseconds(100)
    /// How long a program that was acted on may be at work while nothing is seen of it.
    static let patienceWithWork = Duration.seconds(3)

    private func quiet(_ program: ProgramState?) -> Duration {
        guard let program else { return expectation.quiet }
        return max(expectation.quiet, program.drawsInBursts ? .milliseconds(550) : .milliseconds(270))
    }
}
