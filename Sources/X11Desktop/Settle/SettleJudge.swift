import Interaction

/// Decides when a screen has come to rest. All times count from the same moment.
package struct SettleJudge {
    /// What is asked for, and since when.
    package let expectation: SettleExpectation
    package let began: Duration

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

    package func verdict(
        at now: Duration, firstChange: Duration?, lastChange: Duration?, program: ProgramState? = nil
    ) -> Verdict {
        let deadline = began + expectation.deadline
        let rest = restingTime(firstChange: firstChange, lastChange: lastChange, program)
        if let rest, now >= rest { return .done(firstChange == nil ? .noChange : .quiet) }
        if now >= deadline { return .done(firstChange == nil ? .noChange : .deadline) }
        return .wait(until: min(rest ?? deadline, deadline))
    }

    /// From when on the screen is at rest if nothing changes any more; `nil` while a program has yet to show itself.
    private func restingTime(firstChange: Duration?, lastChange: Duration?, _ program: ProgramState?) -> Duration? {
        if let program, program.ended == nil, !program.isShown { return nil }
        let busy = program?.lastBusy.map { $0 + SettleJudge.idleAfterWork } ?? began
        guard let lastChange, firstChange != nil else {
            return max((program?.ended ?? began) + expectation.firstChange, busy)
        }
        return max(lastChange + quiet(program), busy)
    }

    /// How long a started program must have been off the processor.
    static let idleAfterWork = Duration.milliseconds(100)

    private func quiet(_ program: ProgramState?) -> Duration {
        guard let program else { return expectation.quiet }
        return max(expectation.quiet, program.drawsInBursts ? .milliseconds(550) : .milliseconds(270))
    }
}
