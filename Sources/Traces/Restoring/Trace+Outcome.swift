package import Agents

extension Trace {
    /// How its policy ended it; an end that was not the policy's counts as being stuck.
    package var outcome: Outcome {
        guard let end else { return .stuck(reason: "the record ends without an outcome") }
        return switch end.reason {
        case "success": .success(answer: end.detail)
        case "failure": .failure(reason: end.detail ?? "the policy gave up")
        case "infeasible": .infeasible(reason: end.detail ?? "the policy says that it cannot be done")
        case "refusal": .refusal(reason: end.detail ?? "the model refused")
        case "safety_stop": .safetyStop(reason: end.detail ?? "stopped by a safety check")
        case "outside_plan": .outsidePlan(reason: end.detail ?? "stopped outside of its plan")
        default: .stuck(reason: end.detail ?? end.reason)
        }
    }
}
