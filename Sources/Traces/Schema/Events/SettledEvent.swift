package import Images
import Interaction

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

/// How the screen came to rest; times count from the moment when watching began.
package struct RecordedSettling: Hashable, Codable, Sendable {
    /// `quiet`, `no_change` or `deadline`.
    package var reason: String
    package var firstChangeMilliseconds: Double?
    package var lastChangeMilliseconds: Double?
    package var settledMilliseconds: Double
    package var regions: [RecordedRegion]

    init(_ report: SettleReport) {
        reason = report.reason.rawValue
        firstChangeMilliseconds = report.firstChange?.inMilliseconds
        lastChangeMilliseconds = report.lastChange?.inMilliseconds
        settledMilliseconds = report.settled.inMilliseconds
        regions = report.regions.map { RecordedRegion(box: $0.box, kind: $0.kind.rawValue) }
    }

    private enum CodingKeys: String, CodingKey {
        case reason, regions
        case firstChangeMilliseconds = "first_change_ms"
        case lastChangeMilliseconds = "last_change_ms"
        case settledMilliseconds = "settled_ms"
    }
}

/// A part of the screen that was not waited for.
package struct RecordedRegion: Hashable, Codable, Sendable {
    package var box: Box<ScreenSpace>
    /// `caret`, `scrollbar`, `periodic`, `unstable` or `given`.
    package var kind: String
}

extension RecordedSettling {
    /// How the screen came to rest.
    package var text: String {
        let time = "\(Int(settledMilliseconds.rounded())) ms"
        let ignored = regions.isEmpty ? "" : ", ignoring " + regions.map(\.kind).joined(separator: ", ")
        switch reason {
        case "quiet": return "after \(time)\(ignored)"
        case "no_change": return "nothing visible changed"
        default: return "still changing after \(time)\(ignored)"
        }
    }
}
