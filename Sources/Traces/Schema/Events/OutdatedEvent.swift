/// What an action was decided on changed before it was carried out, so it is decided anew.
package struct OutdatedEvent: TraceEvent {
    package static var name: String { "outdated" }

    package var step: Int
    package var reason: String

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.outdated.append(reason) }
        steps.spend(elapsed, .gate)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(
            ("decided anew", step.outdated.first.map { "\(step.outdated.count) times: \($0)" }))
    }
}
