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
