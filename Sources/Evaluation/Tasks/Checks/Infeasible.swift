import Interaction
import JSON

/// The task cannot be done; it is passed by saying so. The evaluator looks at the episode's end, not at a result.
struct Infeasible: Metric {
    static let name = "infeasible"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) -> CheckResult { CheckResult(0) }
}
