/// Recording began; what is known before the first look is the header's.
struct StartedEvent: TraceEvent {
    static var name: String { "started" }

    func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.spend(elapsed, .wait)
    }
}
