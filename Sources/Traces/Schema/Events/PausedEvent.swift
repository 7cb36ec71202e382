/// The episode was held, and why.
package struct PausedEvent: TraceEvent {
    package static var name: String { "paused" }

    package var reason: String

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.changeLast { $0.pauses.append(reason) }
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("held", step.pauses.joined(separator: "\n")))
    }
}
