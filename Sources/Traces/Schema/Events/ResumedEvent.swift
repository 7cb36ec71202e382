/// The episode went on after it was held.
struct ResumedEvent: TraceEvent {
    static var name: String { "resumed" }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.spend(elapsed, .wait)
    }
}
