/// The hand could not carry the action out, and why.
struct ExecutionFailedEvent: TraceEvent {
    static var name: String { "execution_failed" }

    var step: Int
    var reason: String

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.note(failure: reason) }
        steps.spend(elapsed, .act)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] { TraceRow.list(("failed", step.failure)) }
}
