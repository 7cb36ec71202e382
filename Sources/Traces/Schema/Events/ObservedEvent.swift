package import Images

/// A look at the screen. The first one precedes step 1; each later one is also the "after" of the step before.
package struct ObservedEvent: TraceEvent {
    package static var name: String { "observed" }

    var step: Int
    /// What the policy was shown.
    package var screen: RecordedScreen

    package var frames: [FrameName] { [screen.frame] }

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.observe(screen, in: step, at: moment, after: elapsed)
    }

    package static func rows(of step: RecordedStep) -> [TraceRow] {
        TraceRow.list(
            ("window", step.before?.windows.first { $0.id == step.before?.activeWindow }?.title))
    }
}
