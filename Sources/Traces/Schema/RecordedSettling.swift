package import Images
import Interaction

/// How the screen came to rest; times count from the moment when watching began.
package struct RecordedSettling: Hashable, Codable, Sendable {
    /// `quiet`, `no_change` or `deadline`.
    var reason: String
    var firstChangeMilliseconds: Double?
    var lastChangeMilliseconds: Double?
    /// When watching ended, in milliseconds.
    package var settledMilliseconds: Double
    /// Parts of the screen that were not waited for.
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
    /// Where it lies.
    package var box: Box<ScreenSpace>
    /// `caret`, `scrollbar`, `periodic`, `unstable`, `given` or `passing`.
    package var kind: String
}

extension RecordedSettling {
    /// How the screen came to rest.
    var text: String {
        let time = "\(Int(settledMilliseconds.rounded())) ms"
        let ignored = regions.isEmpty ? "" : ", ignoring " + regions.map(\.kind).joined(separator: ", ")
        switch reason {
        case "quiet": return "after \(time)\(ignored)"
        case "no_change": return "nothing visible changed"
        default: return "still changing after \(time)\(ignored)"
        }
    }
}
