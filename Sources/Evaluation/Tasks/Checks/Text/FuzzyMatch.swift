import Interaction
import JSON

/// How alike the result and the rule's `expected` are, from 0 to 1.
struct FuzzyMatch: Metric {
    static let name = "fuzzy_match"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.string else {
            throw TaskFault("fuzzy_match needs expected rules with a string 'expected'")
        }
        let texts = result.values.compactMap(\.string)
        guard let found = texts.last else { return .missing(result, expected: Excerpt.of(wanted)) }
        let score = try texts.map { try Similarity.ratio($0, wanted) }.max() ?? 0
        return CheckResult(
            score, expected: Excerpt.of(wanted), found: Excerpt.of(found),
            difference: score < 1 ? Difference.of(found: found, expected: wanted) : "")
    }
}
