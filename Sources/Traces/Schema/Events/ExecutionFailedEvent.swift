/// The hand could not carry the action out, and why.
package struct ExecutionFailedEvent: TraceEvent {
    package static var name: String { "execution_failed" }

    package var step: Int
    package var reason: String

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.note(failure: reason) }
        steps.spend(elapsed, .act)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] { TraceRow.list(("failed", step.failure)) }
}
