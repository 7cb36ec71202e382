import Agents
package import Images

/// Where the policy stands in the plan that it is held to, before it decides.
package struct PlannedEvent: TraceEvent {
    package static var name: String { "planned" }

    package var step: Int
    /// The number of the plan's step.
    package var planStep: Int
    /// `step`, `read` or `branch`.
    package var kind: String
    /// The step that is due as JSON, the value that was read, or the branch that was chosen, `then` or `else`.
    package var text: String
    /// The name of the value that was read.
    package var value: String?
    /// Where that stands, in the screenshot's pixels.
    package var box: Box<ImageSpace>?
    /// Why the branch was chosen.
    package var reason: String?

    init(_ step: Int, _ note: PlanNote) {
        self.step = step
        planStep = note.step
        switch note.kind {
        case .step(let words): (kind, text) = ("step", words)
        case .read(let value, let text, let box): (kind, self.text, self.value, self.box) = ("read", text, value, box)
        case .branch(let branch, let reason): (kind, text, self.reason) = ("branch", branch, reason)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case step, kind, text, value, box, reason
        case planStep = "plan_step"
    }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.plan.append(self) }
        steps.spend(elapsed, .decide)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("plan", step.plan.map(\.words).joined(separator: "\n")))
    }

    private var words: String {
        switch kind {
        case "read": "step \(planStep): \(value ?? "") is '\(text)'"
        case "branch": "step \(planStep): \(text), because \(reason ?? "")"
        default: "step \(planStep): \(text)"
        }
    }

    package func hidingWords(in boxes: [Box<ImageSpace>]) -> PlannedEvent {
        guard let box, boxes.contains(where: { $0.intersection(box) != nil }) else { return self }
        var event = self
        event.text = RecordedGrounding.hiddenText
        return event
    }
}
