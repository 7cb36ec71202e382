import Agents
import Images
import Interaction

/// What the gate said of an action.
package struct GatedEvent: TraceEvent {
    package static var name: String { "gated" }

    var step: Int
    /// What was judged.
    package var action: RecordedAction
    /// Whether the action may be executed.
    package var allowed: Bool
    /// The rule that decided, in words.
    package var rule: String
    /// The keys that are pressed or held, the window and the words under the action, where they were judged; absent in
    /// traces of an open gate and in older ones.
    var keys: String?
    var window: String?
    var element: String?

    init(_ step: Int, _ action: Action<ScreenSpace>, _ verdict: GateVerdict) {
        self.step = step
        self.action = RecordedAction(action)
        allowed = verdict.allowed
        rule = verdict.rule
        keys = verdict.judged?.keys
        window = verdict.judged?.window
        element = verdict.judged?.element
    }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.note(self) }
        steps.spend(elapsed, .gate)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        guard let gate = step.gate else { return [] }
        return TraceRow.list(
            ("refused", gate.allowed ? nil : gate.rule), ("keys", gate.keys), ("element", gate.element),
            ("members", step.members?.map(\.text).joined(separator: "\n")))
    }
}
