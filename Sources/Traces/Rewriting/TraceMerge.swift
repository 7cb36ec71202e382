/// Puts the screens, executions and the grading of a later run into the lines of a recorded trace.
struct TraceMerge {
    private let recorded: Trace
    private let later: Trace
    /// The later run's steps, by number.
    private let steps: [Int: RecordedStep]
    /// The steps that are taken over; `nil` for all.
    private let chosen: Set<Int>?
    /// Whether the decisions are the later run's too: a script decided anew.
    private let isScripted: Bool
    private var members = MemberCount()
    /// What stood on the screen at the decision before.
    private var elements: [ListedElement]?

    /// - Parameter chosen: the steps whose screens and places are taken over; `nil` for all.
    init(of recorded: Trace, with later: Trace, only chosen: Set<Int>? = nil) {
        (self.recorded, self.later, self.chosen) = (recorded, later, chosen)
        steps = Dictionary(later.steps.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        isScripted = recorded.header.policy == "script"
    }

    /// The merged lines, renumbered.
    ///
    /// - Throws: ``TraceError/notUpdated(step:reason:)`` for a step that the later run lacks or could not carry out.
    mutating func lines() throws(TraceError) -> [TraceLine] {
        let looks = recorded.finalLooks
        let kept = Dictionary(recorded.steps.map { ($0.number, $0) }, uniquingKeysWith: { $1 })
        var lines: [TraceLine] = []
        for line in recorded.lines where !isLeftOut(line, looks) {
            var line = line
            for printed in printed(before: line.event) {
                lines.append(
                    TraceLine(
                        sequence: lines.count + 1, atMilliseconds: line.atMilliseconds, event: PrintedEvent(printed)))
            }
            line.event = isTaken(line.event) ? try merged(line.event) : listed(line.event, from: kept)
            line.sequence = lines.count + 1
            lines.append(line)
        }
        return lines
    }

    /// Whether an event is the later run's from now on. What is of no one step stays as recorded, where only some are chosen.
    private func isTaken(_ event: any TraceEvent) -> Bool {
        guard let chosen else { return true }
        let step =
            switch event {
            case let look as ObservedEvent: look.step
            case let decided as DecidedEvent: decided.step
            case let gated as GatedEvent: gated.step
            case let outdated as OutdatedEvent: outdated.step
            case let announced as AnnouncedEvent: announced.step
            case let executed as ExecutedEvent: executed.step
            case let settled as SettledEvent: settled.step
            default: Int?.none
            }
        return step.map(chosen.contains) ?? false
    }

    /// What programs printed in the later run's step that ends with an event.
    private func printed(before event: any TraceEvent) -> [RecordedPrint] {
        guard chosen == nil else { return [] }
        return switch event {
        case let look as ObservedEvent: steps[look.step - 1]?.printed ?? []
        case is RecordedEnd: later.steps.last?.printed ?? []
        default: []
        }
    }

    /// Whether a line is about a look between which the policy only waited.
    private func isLeftOut(_ line: TraceLine, _ finalLooks: Set<Int>) -> Bool {
        guard isTaken(line.event) else { return false }
        return switch line.event {
        case is ObservedEvent: !finalLooks.contains(line.sequence)
        case let decided as DecidedEvent: decided.decision.lookAgain != nil
        case is OutdatedEvent: isScripted
        case is PrintedEvent: true
        default: false
        }
    }

    private mutating func merged(_ event: any TraceEvent) throws(TraceError) -> any TraceEvent {
        switch event {
        case let look as ObservedEvent: return try screen(of: look)
        case let executed as ExecutedEvent: return try execution(of: executed)
        case let settled as SettledEvent:
            return steps[settled.step]?.settling.map { SettledEvent(step: settled.step, report: $0) } ?? settled
        case let grading as RecordedGrading: return later.grading ?? grading
        default: return listed(isScripted ? decidedAnew(event) : healed(event), from: steps)
        }
    }

    /// A decision with what stood on a run's screen, where that is not what stood there before.
    private mutating func listed(_ event: any TraceEvent, from steps: [Int: RecordedStep]) -> any TraceEvent {
        guard var decided = event as? DecidedEvent else { return event }
        let now = steps[decided.step]?.elements
        decided.elements = now == elements ? nil : now
        elements = now ?? elements
        return decided
    }

    private func screen(of look: ObservedEvent) throws(TraceError) -> ObservedEvent {
        let last = later.steps.last
        let isAfterLast = look.step == (last?.number ?? 0) + 1
        guard let screen = steps[look.step]?.before ?? (isAfterLast ? last?.after : nil) else {
            throw .notUpdated(step: look.step, reason: "it was not reached")
        }
        return ObservedEvent(step: look.step, screen: screen)
    }

    private mutating func execution(of executed: ExecutedEvent) throws(TraceError) -> ExecutedEvent {
        let step = steps[executed.step]
        let member = members.next(of: \.executed, in: step)
        guard let execution = step?.members == nil ? step?.execution : member?.execution else {
            throw .notUpdated(step: executed.step, reason: step?.failure ?? "it was not reached")
        }
        var executed = executed
        executed.execution = execution
        return executed
    }

    /// What a model decided stays, but for the place of a target that the later run found elsewhere.
    private func healed(_ event: any TraceEvent) -> any TraceEvent {
        switch event {
        case var decided as DecidedEvent:
            decided.decision.action = decided.decision.action?.placed(as: steps[decided.step]?.decision?.action)
            return decided
        case var gated as GatedEvent:
            gated.action = gated.action.placed(as: steps[gated.step]?.gate?.action)
            return gated
        case var announced as AnnouncedEvent:
            announced.action = announced.action.placed(as: steps[announced.step]?.announced)
            return announced
        default: return event
        }
    }

    /// What the script decided in the later run, and what followed from it up to the hand.
    private mutating func decidedAnew(_ event: any TraceEvent) -> any TraceEvent {
        switch event {
        case var decided as DecidedEvent:
            decided.decision = steps[decided.step]?.decision ?? decided.decision
            return decided
        case let gated as GatedEvent:
            let member = members.next(of: \.gated, in: steps[gated.step])
            return member?.gate ?? steps[gated.step]?.gate ?? gated
        case var announced as AnnouncedEvent:
            let member = members.next(of: \.announced, in: steps[announced.step])
            announced.action = member?.gate.action ?? steps[announced.step]?.announced ?? announced.action
            return announced
        default: return event
        }
    }
}

/// How many events of each kind the members of a batch have had so far.
private struct MemberCount {
    var step = 0
    var gated = 0
    var announced = 0
    var executed = 0

    /// The member of a step that the next event of a kind is about; `nil` for a step without members.
    mutating func next(of kind: WritableKeyPath<MemberCount, Int>, in step: RecordedStep?) -> RecordedMember? {
        guard let step, let members = step.members else { return nil }
        if self.step != step.number { self = MemberCount(step: step.number) }
        defer { self[keyPath: kind] += 1 }
        return members.indices.contains(self[keyPath: kind]) ? members[self[keyPath: kind]] : nil
    }
}

extension RecordedAction {
    /// The action at the other's place, where it is the same action.
    fileprivate func placed(as other: RecordedAction?) -> RecordedAction {
        guard let other, actions == nil, words(withPlaces: false) == other.words(withPlaces: false) else { return self }
        return other
    }
}

extension Trace {
    /// The numbers of the lines with the last look of each step.
    fileprivate var finalLooks: Set<Int> {
        var last: [Int: Int] = [:]
        for line in lines {
            if let look = line.event as? ObservedEvent { last[look.step] = line.sequence }
        }
        return Set(last.values)
    }
}
