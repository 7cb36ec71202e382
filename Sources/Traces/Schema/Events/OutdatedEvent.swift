/// What an action was decided on changed before it was carried out, so it is decided anew.
struct OutdatedEvent: TraceEvent {
    static var name: String { "outdated" }

    var step: Int
    var reason: String

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.outdated.append(reason) }
        steps.spend(elapsed, .gate)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(
            ("decided anew", step.outdated.first.map { "\(step.outdated.count) times: \($0)" }))
    }
}
