package import Agents

extension Trace {
    /// How its policy ended it; an end that was not the policy's counts as being stuck.
    package var outcome: Outcome {
        guard let end else { return .stuck(reason: "the record ends without an outcome") }
        return switch end.reason {
        case "success": .success(answer: end.detail)
        case "failure": .failure(reason: end.detail ?? "the policy gave up")
        default: .stuck(reason: end.detail ?? end.reason)
        }
    }
}
