/// The episode was held, and why.
struct PausedEvent: TraceEvent {
    static var name: String { "paused" }

    var reason: String

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.changeLast { $0.pauses.append(reason) }
    }

    static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("held", step.pauses.joined(separator: "\n")))
    }
}
