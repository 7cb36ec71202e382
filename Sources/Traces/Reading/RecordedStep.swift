/// All that was recorded of one step.
package struct RecordedStep: Hashable, Encodable, Sendable {
    /// From 1.
    package let number: Int
    /// What the policy looked at last before it decided.
    package var before: RecordedScreen?
    /// The first look after the action; `nil` for a step that was broken off.
    package var after: RecordedScreen?
    /// Looks that led to no decision but to look again, and what was waited for.
    package var waits: [RecordedWaiting] = []
    package var unusable: [TraceEvent.Unusable] = []
    package var decision: RecordedDecision?
    package var gate: TraceEvent.Gated?
    /// What the hand was about to do.
    package var announced: RecordedAction?
    package var execution: RecordedExecution?
    package var failure: String?
    /// The actions of a batch as far as it came; `nil` for a single action.
    package var members: [RecordedMember]?
    package var settling: RecordedSettling?
    /// Reasons for which the episode was held.
    package var pauses: [String] = []
    /// Why it was decided anew, each time.
    package internal(set) var outdated: [String] = []
    package var phases: [RecordedPhase] = []
    /// When its first event happened, in milliseconds since the trace was started.
    package var startedAtMilliseconds = 0.0

    /// The action as decided, or as announced.
    package var action: RecordedAction? { decision?.action ?? announced }
    package var milliseconds: Double { phases.reduce(0) { $0 + $1.milliseconds } }

    init(number: Int) { self.number = number }

    private enum CodingKeys: String, CodingKey {
        case number, before, after, waits, unusable, decision, gate, announced, execution, failure, members, settling,
            pauses, outdated
        case phases
        case startedAtMilliseconds = "started_at_ms"
    }
}

/// One action of a batch, and what became of it.
package struct RecordedMember: Hashable, Encodable, Sendable {
    package var gate: TraceEvent.Gated
    /// Whether the hand was about to carry it out.
    package var isAnnounced = false
    package var execution: RecordedExecution?
    package var failure: String?

    /// In one line.
    package var text: String {
        let end =
            gate.allowed
            ? failure.map { "failed: \($0)" } ?? (execution == nil ? "not executed" : execution?.text ?? "done")
            : "refused: \(gate.rule)"
        return "\(gate.action)  \(end)"
    }

    private enum CodingKeys: String, CodingKey {
        case gate, execution, failure
        case isAnnounced = "announced"
    }
}

extension RecordedStep {
    /// Whether several actions were decided at once.
    fileprivate var isBatch: Bool { decision?.action?.actions != nil }

    fileprivate mutating func note(_ gate: TraceEvent.Gated) {
        self.gate = gate
        if isBatch { members = (members ?? []) + [RecordedMember(gate: gate)] }
    }

    fileprivate mutating func noteAnnounced(_ action: RecordedAction) {
        announced = action
        changeLastMember { $0.isAnnounced = true }
    }

    /// The pointer of a batch has come from where its first action found it.
    fileprivate mutating func note(_ execution: RecordedExecution) {
        var whole = execution
        if isBatch, let earlier = self.execution { whole.pointerBefore = earlier.pointerBefore }
        self.execution = whole
        changeLastMember { $0.execution = execution }
    }

    fileprivate mutating func note(failure reason: String) {
        failure = reason
        changeLastMember { $0.failure = reason }
    }

    private mutating func changeLastMember(_ change: (inout RecordedMember) -> Void) {
        guard var all = members, let last = all.indices.last else { return }
        change(&all[last])
        members = all
    }
}

/// A part of a step, and how long it took.
package struct RecordedPhase: Hashable, Codable, Sendable {
    package enum Name: String, Codable, CaseIterable, Hashable, Sendable {
        /// Looking at the screen.
        case look
        /// Waiting for the policy, unusable answers included.
        case decide
        /// Judging, logging and getting ready.
        case gate
        case act
        case settle
        /// Held, or waiting by its own decision.
        case wait
    }
    package var name: Name
    package var milliseconds: Double
}

extension Trace {
    /// The steps, the first first. The last one may be incomplete.
    package var steps: [RecordedStep] {
        var assembly = StepAssembly()
        for line in lines { assembly.add(line) }
        return assembly.finished
    }

    /// One step by its number.
    package func step(_ number: Int) throws(TraceError) -> RecordedStep {
        let steps = steps
        guard let step = steps.first(where: { $0.number == number }) else {
            throw .noStep(number: number, last: steps.last?.number ?? 0)
        }
        return step
    }
}

/// Gathers events into steps. A phase is the time since the event before.
private struct StepAssembly {
    private var steps: [RecordedStep] = []
    private var lastMoment = 0.0

    /// Without a last step in which nothing was decided, which is only the look after the one before.
    var finished: [RecordedStep] {
        guard let last = steps.last else { return [] }
        let isEmpty = last.decision == nil && last.unusable.isEmpty && last.waits.isEmpty && last.announced == nil
        return isEmpty ? steps.dropLast() : steps
    }

    mutating func add(_ line: TraceLine) {
        let elapsed = max(0, line.atMilliseconds - lastMoment)
        lastMoment = line.atMilliseconds
        switch line.event {
        case .started, .resumed: spend(elapsed, .wait)
        case .released, .ended, .graded: break
        case .paused(let pause): if !steps.isEmpty { steps[steps.count - 1].pauses.append(pause.reason) }
        case .observed(let look): observe(look, after: elapsed, at: line.atMilliseconds)
        case .decided(let decided):
            open(decided.step, line.atMilliseconds - decided.tookMilliseconds) { step in
                if let wait = decided.decision.lookAgain {
                    step.waits.append(wait)
                } else {
                    step.decision = decided.decision
                    step.members = nil
                }
            }
            spend(elapsed, .decide)
        case .unusable(let unusable):
            open(unusable.step, line.atMilliseconds) { $0.unusable.append(unusable) }
            spend(elapsed, .decide)
        case .gated(let gate):
            open(gate.step, line.atMilliseconds) { $0.note(gate) }
            spend(elapsed, .gate)
        case .outdated(let outdated):
            open(outdated.step, line.atMilliseconds) { $0.outdated.append(outdated.reason) }
            spend(elapsed, .gate)
        case .announced(let announced):
            open(announced.step, line.atMilliseconds) { $0.noteAnnounced(announced.action) }
            spend(elapsed, .gate)
        case .executed(let executed):
            open(executed.step, line.atMilliseconds) { $0.note(executed.execution) }
            spend(elapsed, .act)
        case .executionFailed(let failed):
            open(failed.step, line.atMilliseconds) { $0.note(failure: failed.reason) }
            spend(elapsed, .act)
        case .settled(let settled):
            open(settled.step, line.atMilliseconds) { $0.settling = settled.report }
            spend(elapsed, .settle)
        }
    }

    private mutating func observe(_ look: TraceEvent.Observed, after elapsed: Double, at moment: Double) {
        if let last = steps.last, last.number < look.step, last.after == nil {
            steps[steps.count - 1].after = look.screen
            let isWaiting = last.action?.action == "wait"
            spend(elapsed, isWaiting ? .wait : .look)
            open(look.step, moment) { $0.before = look.screen }
        } else {
            let isWaiting = steps.last?.waits.isEmpty == false
            open(look.step, moment) { $0.before = look.screen }
            spend(elapsed, isWaiting ? .wait : .look)
        }
    }

    private mutating func open(_ number: Int, _ moment: Double, _ change: (inout RecordedStep) -> Void) {
        if steps.last?.number != number {
            var step = RecordedStep(number: number)
            step.startedAtMilliseconds = moment
            steps.append(step)
        }
        change(&steps[steps.count - 1])
    }

    private mutating func spend(_ milliseconds: Double, _ name: RecordedPhase.Name) {
        guard let last = steps.indices.last else { return }
        if let index = steps[last].phases.firstIndex(where: { $0.name == name }) {
            steps[last].phases[index].milliseconds += milliseconds
        } else {
            steps[last].phases.append(RecordedPhase(name: name, milliseconds: milliseconds))
        }
    }
}
