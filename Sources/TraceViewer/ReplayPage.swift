import Foundation
package import Images

/// Replays as one HTML page that needs nothing else: what differs in words, recorded and now beside each other, and what
/// to do about it.
package struct ReplayPage {
    /// The page's source.
    package let html: String

    /// One replay of a trace.
    package struct Entry: Encodable {
        let name: String
        let trace: String
        /// `nil` for the recorded one.
        let look: String?
        let task: String
        let verdict: String
        let isFlaky: Bool
        let reason: String
        let facts: [String]
        let printed: [String]
        let advice: [String]
        let seconds: Double
        let looks: [Look]

        /// - Parameters:
        ///   - look: under which it was replayed, where that is not the recorded one.
        ///   - verdict: in a word or a few.
        ///   - facts: what else may matter, a sentence each.
        ///   - printed: the last lines of what each program printed.
        ///   - advice: what a person can do, a sentence each.
        package init(
            name: String, trace: String = "", look: String? = nil, task: String, verdict: String, isFlaky: Bool,
            reason: String, facts: [String], printed: [String] = [], advice: [String], seconds: Double, looks: [Look]
        ) {
            self.name = name
            self.trace = trace
            self.look = look
            self.task = task
            self.verdict = verdict
            self.isFlaky = isFlaky
            self.reason = reason
            self.facts = facts
            self.printed = printed
            self.advice = advice
            self.seconds = seconds
            self.looks = looks
        }
    }

    /// One screen of a replay.
    package struct Look: Encodable {
        let step: Int
        let title: String
        let decided: String
        let differences: [String]
        let seconds: Double?
        let recordedSeconds: Double?
        let places: [Box<ImageSpace>]
        let recorded: Data?
        let now: Data?

        /// - Parameters:
        ///   - differences: in words; empty for a screen that is as recorded.
        ///   - places: where pixels differ.
        ///   - recorded: the recorded picture as a PNG file; `nil` where it is not shown.
        ///   - now: the same of the replay.
        package init(
            step: Int, title: String, decided: String, differences: [String], seconds: Double?,
            recordedSeconds: Double?, places: [Box<ImageSpace>], recorded: [UInt8]?, now: [UInt8]?
        ) {
            self.step = step
            self.title = title
            self.decided = decided
            self.differences = differences
            self.seconds = seconds
            self.recordedSeconds = recordedSeconds
            self.places = Array(places.prefix(Self.maximumPlaces))
            self.recorded = recorded.map { Data($0) }
            self.now = now.map { Data($0) }
        }

        private static let maximumPlaces = 40
    }

    /// Puts the replays into the page as data, in which no `<` is left.
    package init(_ entries: [Entry]) throws {
        html = try PageSource.page(PackageResources.replay_html, mark: "/*REPLAYS*/null", holding: entries)
    }
}
