/// The episode went on after it was held.
package struct ResumedEvent: TraceEvent {
    package static var name: String { "resumed" }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.spend(elapsed, .wait)
    }
}
