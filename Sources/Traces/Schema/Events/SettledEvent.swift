/// The screen came to rest, or its deadline passed.
struct SettledEvent: TraceEvent {
    static var name: String { "settled" }

    var step: Int
    var report: RecordedSettling

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.settling = report }
        steps.spend(elapsed, .settle)
    }

    static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("settled", step.settling?.text))
    }
}
