import Interaction
import JSON

/// The result is exactly the rule's `expected`.
struct ExactMatch: Metric {
    static let name = "exact_match"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard rules["expected"] != nil else { throw TaskFault("the rules have no 'expected'") }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"] else {
            throw TaskFault("exact_match needs expected rules with 'expected'")
        }
        let words = Excerpt.of(wanted)
        guard let found = result.values.last else { return .missing(result, expected: words) }
        return CheckResult(
            holds: result.values.contains { $0.isEqual(to: wanted) }, expected: words, found: Excerpt.of(found),
            difference: found.difference(from: wanted))
    }
}

extension JSON {
    /// Where two texts part; nothing for other values.
    func difference(from expected: JSON) -> String {
        guard let one = string, let two = expected.string else { return "" }
        return Difference.of(found: one, expected: two)
    }
}
