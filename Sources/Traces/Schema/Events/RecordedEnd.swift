import Agents

/// How an episode ended.
package struct RecordedEnd: TraceEvent {
    package static var name: String { "ended" }

    /// `success`, `failure`, `infeasible`, `refusal`, `safety_stop`, `outside_plan`, `stuck`, `limit`, `unusable_answers`, `assertion_failed`, `program_ended`,
    /// `interrupted`, `desktop_lost`, `not_recorded` or `broken`.
    package var reason: String
    /// The answer, the limit or what went wrong.
    package var detail: String?
    var steps: Int

    init(_ end: EpisodeEnd) {
        steps = end.steps
        switch end.reason {
        case .finished(.success(let answer)): (reason, detail) = ("success", answer)
        case .finished(.failure(let text)): (reason, detail) = ("failure", text)
        case .finished(.infeasible(let text)): (reason, detail) = ("infeasible", text)
        case .finished(.refusal(let text)): (reason, detail) = ("refusal", text)
        case .finished(.safetyStop(let text)): (reason, detail) = ("safety_stop", text)
        case .finished(.outsidePlan(let text)): (reason, detail) = ("outside_plan", text)
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

    /// The end belongs to no step.
    package func join(_ steps: inout StepAssembly, at moment: Double, after elapsed: Double) {}
}
