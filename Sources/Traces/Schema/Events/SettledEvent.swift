/// The screen came to rest, or its deadline passed.
package struct SettledEvent: TraceEvent {
    package static var name: String { "settled" }

    package var step: Int
    package var report: RecordedSettling

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.settling = report }
        steps.spend(elapsed, .settle)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(("settled", step.settling?.text))
    }
}
