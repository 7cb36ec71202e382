/// The hand is about to carry this out.
package struct AnnouncedEvent: TraceEvent {
    package static var name: String { "announced" }

    package var step: Int
    package var action: RecordedAction

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.noteAnnounced(action) }
        steps.spend(elapsed, .gate)
    }
}
