import Evaluation
import Foundation
import Interaction
import JSON
import Sessions
import TraceViewer
import Traces

/// A replay to be made: a trace, and the look to make it under.
struct PlannedReplay: Sendable {
    let named: NamedTrace
    /// `nil` for the recorded look.
    let variant: LookVariant?

    /// What progress calls it.
    var words: String { named.path + (variant.map { " under \($0.name)" } ?? "") }

    /// Each trace under each look, or as it was recorded where there are none.
    static func all(_ traces: [NamedTrace], under looks: [LookVariant]?) -> [PlannedReplay] {
        traces.flatMap { named in
            looks.map { $0.map { PlannedReplay(named: named, variant: $0) } }
                ?? [PlannedReplay(named: named, variant: nil)]
        }
    }
}

extension LookVariant {
    /// A report that says what is missing here; `nil` where the look can be had.
    func unavailability(for named: NamedTrace) throws -> ReplayReport? {
        guard let reason = try obstacle(besides: try named.trace.recordedLook) else { return nil }
        return ReplayReport(
            notAvailable: name, trace: named.path, task: named.trace.header.task?.id ?? "", reason: reason)
    }
}

extension Trace {
    /// The look under which it was recorded.
    var recordedLook: Look {
        get throws { try header.session.look.map { try Look(json: $0.json) } ?? .standard }
    }
}
