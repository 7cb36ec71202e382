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

extension RecordedStep {
    /// Whether several actions were decided at once.
    var isBatch: Bool { decision?.action?.actions != nil }

    mutating func note(_ gate: GatedEvent) {
        self.gate = gate
        if isBatch { members = (members ?? []) + [RecordedMember(gate: gate)] }
    }

    mutating func noteAnnounced(_ action: RecordedAction) {
        announced = action
        changeLastMember { $0.isAnnounced = true }
    }

    /// The pointer of a batch has come from where its first action found it.
    mutating func note(_ execution: RecordedExecution) {
        var whole = execution
        if isBatch, let earlier = self.execution { whole.pointerBefore = earlier.pointerBefore }
        self.execution = whole
        changeLastMember { $0.execution = execution }
    }

    mutating func note(failure reason: String) {
        failure = reason
        changeLastMember { $0.failure = reason }
    }

    private mutating func changeLastMember(_ change: (inout RecordedMember) -> Void) {
        guard var all = members, let last = all.indices.last else { return }
        change(&all[last])
        members = all
    }
}
