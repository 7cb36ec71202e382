import Agents
import Images
import Interaction
import Traces

/// One look of a recorded episode, and what was decided on it.
struct RecordedMoment: Sendable {
    let step: Int
    /// `nil` where the record has no look.
    let screen: RecordedScreen?
    let decision: Decision
    /// In words.
    let headline: String
    /// The same without coordinates, for names that stay the same.
    let title: String
    /// What programs told of the screen; `nil` where the trace does not say.
    let elements: [ListedElement]?
    /// What the trace says about comparing it.
    let rule: ComparisonRule
    /// Why the hand could not carry it out; `nil` when it could.
    let failure: String?
    let gate: GatedEvent?
    /// What was done to the desktop from outside before this look.
    let outside: [RecordedOutside]
    /// Parts of the screen that kept changing before this look.
    let restless: [Box<ScreenSpace>]
    /// Whether the person who was recorded went on before the screen rested, so that it shows some moment in between.
    let isPassing: Bool
    /// How long the recording waited for this look; zero for the first, which the set-up waits for.
    let waited: Duration
}

extension Trace {
    /// The looks on which something was decided, and the last one.
    ///
    /// - Throws: ``ReplayError/unknownDecision(step:)``.
    func moments() throws(ReplayError) -> [RecordedMoment] {
        var moments: [RecordedMoment] = []
        let comparison = header.comparison ?? RecordedComparison()
        var periodic: [Box<ScreenSpace>] = []
        let arrivals = arrivals
        var restless: [Box<ScreenSpace>] = []
        var isPassing = false
        for step in steps {
            guard let decision = step.restoredDecision else { throw .unknownDecision(step: step.number) }
            moments.append(
                RecordedMoment(
                    step: step.number, screen: step.before,
                    decision: step.decision?.finish == nil ? decision : .finish(outcome), headline: step.headline,
                    title: step.title, elements: step.elements, rule: comparison.rule(for: step.number),
                    failure: step.failure, gate: step.gate, outside: step.outside, restless: periodic + restless,
                    isPassing: isPassing, waited: moments.isEmpty ? .zero : .seconds(arrivals[step.number] ?? 0)))
            let regions = step.settling?.regions ?? []
            periodic += regions.filter { $0.kind == "periodic" }.map(\.box)
            restless = regions.map(\.box)
            isPassing = regions.contains { $0.kind == SettleReport.Region.Kind.passing.rawValue }
        }
        guard let last = steps.last, last.decision?.finish == nil, let after = last.after else { return moments }
        moments.append(
            RecordedMoment(
                step: last.number + 1, screen: after, decision: .finish(outcome), headline: "the end", title: "the end",
                elements: nil, rule: comparison.rule(for: last.number + 1), failure: nil, gate: nil, outside: [],
                restless: periodic + restless, isPassing: isPassing, waited: .seconds(arrivals[last.number + 1] ?? 0)))
        return moments
    }
}

extension RecordedStep {
    /// What was decided; for a step without that, what was announced.
    fileprivate var restoredDecision: Decision? {
        if let decision { return decision.restored }
        if let announced { return announced.restored().map { .act(Proposal(action: $0)) } }
        // Nothing usable was answered, which is how an episode ends.
        return .finish(.stuck(reason: unusable.last?.reason ?? "the record breaks off here"))
    }
}
