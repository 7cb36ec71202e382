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
    /// Answers that meant no action.
    package var unusable: [UnusableEvent] = []
    /// What windows and programs told of the screen it was decided on; `nil` where they told nothing.
    package internal(set) var elements: [ListedElement]?
    /// Where the policy stood in its plan; empty without one.
    package var plan: [PlannedEvent] = []
    /// What the policy decided; `nil` if it did not come to that.
    package var decision: RecordedDecision?
    /// The gate's verdict on the action, or on the latest of a batch.
    package var gate: GatedEvent?
    /// What the hand was about to do.
    package var announced: RecordedAction?
    /// What the hand reports; `nil` if nothing was executed.
    package var execution: RecordedExecution?
    /// Why the hand could not carry the action out.
    package var failure: String?
    /// The actions of a batch as far as it came; `nil` for a single action.
    package var members: [RecordedMember]?
    /// How the screen came to rest after the action.
    package var settling: RecordedSettling?
    /// What was done to the desktop from outside before the look on which it was decided.
    package var outside: [RecordedOutside] = []
    /// What was done to it from outside that no look has followed.
    package var unseen: [RecordedOutside] = []
    /// What programs under test printed from its decision to the next; in the first step, what they printed before it too.
    package var printed: [RecordedPrint] = []
    /// Reasons for which the episode was held.
    var pauses: [String] = []
    /// Why it was decided anew, each time.
    var outdated: [String] = []
    /// Its parts, in the order in which they began.
    package internal(set) var phases: [RecordedPhase] = []
    /// When its first event happened, in milliseconds since the trace was started.
    var startedAtMilliseconds = 0.0

    /// The action as decided, or as announced.
    package var action: RecordedAction? { decision?.action ?? announced }
    /// How long all phases took together, in milliseconds.
    package var milliseconds: Double { phases.reduce(0) { $0 + $1.milliseconds } }

    init(number: Int) { self.number = number }

    private enum CodingKeys: String, CodingKey {
        case number, before, after, waits, unusable, plan, decision, gate, announced, execution, failure, members,
            settling, outside, unseen, printed, pauses, outdated, elements
        case phases
        case startedAtMilliseconds = "started_at_ms"
    }
}

/// One action of a batch, and what became of it.
package struct RecordedMember: Hashable, Encodable, Sendable {
    /// What the gate said of it.
    package var gate: GatedEvent
    /// Whether the hand was about to carry it out.
    var isAnnounced = false
    /// What its hand did; `nil` where it was not carried out.
    package var execution: RecordedExecution?
    var failure: String?

    /// In one line.
    var text: String {
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

/// A part of a step, and how long it took.
package struct RecordedPhase: Hashable, Codable, Sendable {
    /// What is done in it.
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
