/// The hand is about to carry this out.
package struct AnnouncedEvent: TraceEvent {
    package static var name: String { "announced" }

    var step: Int
    var action: RecordedAction

    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {
        steps.open(step, moment) { $0.noteAnnounced(action) }
        steps.spend(elapsed, .gate)
    }
}
