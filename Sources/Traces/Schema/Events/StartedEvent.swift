/// Recording began; what is known before the first look is the header's.
package struct StartedEvent: TraceEvent {
    package static var name: String { "started" }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.spend(elapsed, .wait)
    }
}
