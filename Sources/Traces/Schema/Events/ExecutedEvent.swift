import Interaction

/// The hand carried the action out.
struct ExecutedEvent: TraceEvent {
    static var name: String { "executed" }

    var step: Int
    var execution: RecordedExecution
    var tookMilliseconds: Double

    init(_ step: Int, _ execution: Execution, took: Duration) {
        self.step = step
        self.execution = RecordedExecution(execution)
        tookMilliseconds = took.inMilliseconds
    }

    private enum CodingKeys: String, CodingKey {
        case step, execution
        case tookMilliseconds = "took_ms"
    }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.note(execution) }
        steps.spend(elapsed, .act)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] { TraceRow.list(("hand", step.execution?.text)) }
}
