import Agents
import Images
import Interaction

/// What a hand reports of an action that it carried out.
package struct RecordedExecution: Hashable, Codable, Sendable {
    package var pointerBefore: Point<ScreenSpace>
    package var pointerAfter: Point<ScreenSpace>
    package var notches: Int?
    package var typing: RecordedTyping?

    init(_ execution: Execution) {
        pointerBefore = execution.pointerBefore
        pointerAfter = execution.pointerAfter
        notches = execution.notches
        typing = execution.typing.map(RecordedTyping.init)
    }

    private enum CodingKeys: String, CodingKey {
        case notches, typing
        case pointerBefore = "pointer_before"
        case pointerAfter = "pointer_after"
    }
}

/// How text was typed.
package struct RecordedTyping: Hashable, Codable, Sendable {
    package var typed: Int
    /// Characters read back; absent where nothing could be.
    package var verified: Int?
    /// The first character, from 1, that is missing or different; absent when there is none.
    package var firstDifference: Int?
    package var mapChanges: Int
    package var pasted: Bool

    init(_ report: TypingReport) {
        typed = report.typed
        verified = report.verified
        firstDifference = report.firstDifference
        mapChanges = report.mapChanges
        pasted = report.pasted
    }

    private enum CodingKeys: String, CodingKey {
        case typed, verified, pasted
        case firstDifference = "first_difference"
        case mapChanges = "map_changes"
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

/// How an episode ended.
package struct RecordedEnd: Hashable, Codable, Sendable {
    /// `success`, `failure`, `stuck`, `limit`, `unusable_answers`, `assertion_failed`, `program_ended`,
    /// `interrupted`, `desktop_lost`, `not_recorded` or `broken`.
    package var reason: String
    /// The answer, the limit or what went wrong.
    package var detail: String?
    package var steps: Int

    init(_ end: EpisodeEnd) {
        steps = end.steps
        switch end.reason {
        case .finished(.success(let answer)): (reason, detail) = ("success", answer)
        case .finished(.failure(let text)): (reason, detail) = ("failure", text)
        case .finished(.stuck(let text)): (reason, detail) = ("stuck", text)
        case .limit(let text): (reason, detail) = ("limit", text)
        case .unusableAnswers(let text): (reason, detail) = ("unusable_answers", text)
        case .assertionFailed(let text): (reason, detail) = ("assertion_failed", text)
        case .programEnded(let text): (reason, detail) = ("program_ended", text)
        case .interrupted(let text): (reason, detail) = ("interrupted", text)
        case .desktopLost(let text): (reason, detail) = ("desktop_lost", text)
        case .notRecorded(let text): (reason, detail) = ("not_recorded", text)
        case .broken(let text): (reason, detail) = ("broken", text)
        }
    }
}

/// What the task's check said after the episode.
package struct RecordedGrading: Hashable, Codable, Sendable {
    package enum Verdict: String, Codable, Hashable, Sendable {
        case passed
        /// It ran to its end, and nothing was checked.
        case done
        case failed
        /// The check or its set-up could not be run, which is no score.
        case notEvaluated = "not_evaluated"
    }

    package var verdict: Verdict
    /// From 0 to 1, where it was evaluated.
    package var score: Double?
    package var detail: String
    /// What each check found; absent in traces that are older than this, and where there were no checks.
    package var checks: [RecordedCheck]?

    package init(verdict: Verdict, score: Double? = nil, detail: String, checks: [RecordedCheck]? = nil) {
        self.verdict = verdict
        self.score = score
        self.detail = detail
        self.checks = checks
    }

    init(_ judgement: Judgement) {
        self.init(
            verdict: Verdict(rawValue: judgement.outcome) ?? .notEvaluated, score: judgement.score,
            detail: judgement.reason,
            checks: judgement.checks.isEmpty ? nil : judgement.checks.map(RecordedCheck.init))
    }
}

/// What one check found.
package struct RecordedCheck: Hashable, Codable, Sendable {
    /// Its name in task files.
    package var check: String
    /// From 0 to 1, where it was evaluated.
    package var score: Double?
    /// What the task wants, in words.
    package var expected: String?
    /// What was there.
    package var found: String?
    /// Where both part, in lines.
    package var difference: String?

    init(_ finding: CheckFinding) {
        func given(_ text: String) -> String? { text.isEmpty ? nil : text }
        check = finding.check
        score = finding.score
        expected = given(finding.expected)
        found = given(finding.found)
        difference = given(finding.difference)
    }

    /// In one line.
    package var reason: String {
        CheckFinding(check: check, score: score, expected: expected ?? "", found: found ?? "").reason
    }
}

extension Duration {
    /// In milliseconds, to the microsecond.
    var inMilliseconds: Double { (self / .microseconds(1)).rounded() / 1000 }
}
