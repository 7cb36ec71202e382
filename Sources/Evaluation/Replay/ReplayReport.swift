import Traces

/// What became of a trace that was replayed on a desktop.
package struct ReplayReport: Codable, Sendable {
    /// How a replay ended.
    package enum Verdict: String, Codable, Sendable {
        case same, diverged
        /// As recorded, but for targets that were found at other places.
        case healed
        /// It could not be replayed, which says nothing about the program.
        case notReplayed = "not_replayed"
        /// The look that was asked for is not installed here.
        case notAvailable = "not_available"
    }

    /// What the task's check said.
    package struct Outcome: Hashable, Codable, Sendable, CustomStringConvertible {
        /// `passed`, `done`, `failed` or `not_evaluated`.
        package let verdict: String
        let score: Double?
        let detail: String

        init(_ grading: RecordedGrading) {
            verdict = grading.verdict.rawValue
            score = grading.score
            detail = grading.detail
        }

        /// Such as `failed`.
        package var words: String { verdict.replacing("_", with: " ") }

        package var description: String { "\(verdict)\(score.map { " with \($0)" } ?? "")" }
    }

    /// What the trace is called in reports.
    package let trace: String
    package let task: String
    /// Whether the replay was like the recording.
    package let verdict: Verdict
    /// Where it first diverged, or why it could not be replayed; empty otherwise.
    package var reason: String
    /// What of the script's targets, waits and assertions does not hold today; `nil` where all do.
    package let violation: String?
    /// The looks of the replay, in order.
    package let looks: [ReplayedLook]
    /// How many looks the trace has.
    package let expectedLooks: Int
    /// The share of those that were seen again.
    let screenFidelity: Double
    /// The share of the compared pixels that look the same; 0 where none was compared.
    package let pixelFidelity: Double
    /// What the check said when the trace was recorded; `nil` if it was not run.
    package let recordedOutcome: Outcome?
    /// What the check says now; `nil` if it was not run.
    package let outcome: Outcome?
    /// What changed in the environment since the recording.
    package var environment: [String]
    /// The look under which it was replayed, where that is not the recorded one.
    package var look: String?
    /// Where the files of the task came from.
    package var files: String?
    /// The last lines of what each program printed, under a line that names it, where the replay was not as recorded.
    package var printed: [String] = []
    /// Parts of the screen that change from one replay to the next, as `--ignore` takes them.
    package var changing: [String] = []
    /// Wall time of the replay, in seconds.
    package let seconds: Double
    /// Which of several replays of the trace it is, from 1; `nil` for the only one.
    package var attempt: Int?
    /// Whether some of several replays were as recorded and others not; `nil` for the only one.
    package var isFlaky: Bool?

    private enum CodingKeys: String, CodingKey {
        case trace, task, verdict, reason, violation, looks, outcome, environment, files, printed, changing, seconds,
            attempt
        case unreached, look
        case isFlaky = "flaky"
        case isUnmatched = "unmatched"
        case expectedLooks = "expected_looks"
        case screenFidelity = "screen_fidelity"
        case pixelFidelity = "pixel_fidelity"
        case recordedOutcome = "recorded_outcome"
    }

    init(
        trace: String, task: String, verdict: Verdict, reason: String, looks: [ReplayedLook], expectedLooks: Int,
        recordedOutcome: Outcome?, outcome: Outcome?, environment: [String], seconds: Double,
        violation: String? = nil, isUnmatched: Bool = false, unreached: [String] = []
    ) {
        self.unreached = unreached
        self.violation = violation
        self.isUnmatched = isUnmatched
        self.trace = trace
        self.task = task
        self.verdict = verdict
        self.reason = reason
        self.looks = looks
        self.expectedLooks = expectedLooks
        self.recordedOutcome = recordedOutcome
        self.outcome = outcome
        self.environment = environment
        self.seconds = seconds
        let pixels = looks.compactMap(\.pixels)
        let compared = pixels.reduce(0) { $0 + $1.compared }
        let different = pixels.reduce(0) { $0 + $1.different }
        pixelFidelity = compared == 0 ? 0 : 1 - Double(different) / Double(compared)
        let alike = looks.count { $0.isAlike }
        screenFidelity = expectedLooks == 0 ? 0 : Double(alike) / Double(expectedLooks)
    }

    /// What the looks are called that did not come, with their steps.
    let unreached: [String]

    /// Whether the pointer was moved away from a tooltip in only one of recording and replay.
    let isUnmatched: Bool

    /// Whether the program did as it did, healed or not.
    package var isAsRecorded: Bool { verdict == .same || verdict == .healed }

    /// What became of the recorded run, where that was no success.
    package var recordedFailure: String? {
        guard let recordedOutcome, !["passed", "done"].contains(recordedOutcome.verdict) else { return nil }
        return [recordedOutcome.words, recordedOutcome.detail].joined(separator: ": ")
    }

    /// Whether the check says what it said, or said nothing.
    package var hasSameOutcome: Bool {
        recordedOutcome.map { $0.verdict == outcome?.verdict && $0.score == outcome?.score } ?? true
    }

    /// Whether screens differ, and neither the check's word nor anything else.
    package var hasOnlyOtherScreens: Bool {
        hasSameOutcome && violation == nil && !isUnmatched && looks.allSatisfy { $0.overrun == nil }
            && looks.count == expectedLooks && looks.contains { !$0.isAlike } && !hasPressedAnything
    }

    /// Whether a step's target was not found again and no check says that the step did what it was to do.
    package var hasPressedAnything: Bool { outcome?.verdict != "passed" && looks.contains { $0.isLost } }

    /// A trace that could not even be begun.
    package init(notReplayed trace: String, task: String, reason: String) {
        self.init(trace, task: task, .notReplayed, reason: reason)
    }

    /// A trace that was not replayed under a look, because something of that is not installed.
    package init(notAvailable look: String, trace: String, task: String, reason: String) {
        self.init(trace, task: task, .notAvailable, reason: reason)
        self.look = look
    }

    private init(_ trace: String, task: String, _ verdict: Verdict, reason: String) {
        self.init(
            trace: trace, task: task, verdict: verdict, reason: reason, looks: [], expectedLooks: 0,
            recordedOutcome: nil, outcome: nil, environment: [], seconds: 0)
    }

    /// Whether all steps were carried out and the check says what it said, whatever the screens look like.
    package var hasReachedEnd: Bool {
        isAsRecorded
            || verdict == .diverged && hasSameOutcome && violation == nil && looks.count == expectedLooks
                && !looks.contains(where: \.isLost)
    }
}
