import Formats
import Interaction
import JSON

/// The rule's `expected` is among what was found; in a text, it is a part of it.
struct IsInList: Metric {
    static let name = "is_in_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"] else {
            throw TaskFault("is_in_list needs expected rules with 'expected'")
        }
        let words = "\(Excerpt.of(wanted)) in it"
        guard let found = result.values.first else { return .missing(result, expected: words) }
        return CheckResult(holds: found.holds(wanted) ?? false, expected: words, found: Excerpt.of(found))
    }
}

/// What was found is among the rule's `expected`.
struct MatchInList: Metric {
    static let name = "match_in_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard rules["expected"]?.items != nil || rules["expected"]?.string != nil else {
            throw TaskFault("expected 'expected' to be a list")
        }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let wanted = try expected.rules(of: Self.name)["expected"] ?? JSON(.array([]))
        let words = "one of \(Excerpt.of(wanted))"
        guard let found = result.values.last else { return .missing(result, expected: words) }
        let holds = result.values.contains { wanted.holds($0) ?? false }
        return CheckResult(holds: holds, expected: words, found: Excerpt.of(found))
    }
}

/// Two values or two lists are the same when written out; `ignore_case` if wanted.
struct LiteralMatch: Metric {
    static let name = "literal_match"
    private let comparesLists: Bool
    private let ignoresCase: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["type", "ignore_case"])
        let type = try options.text("type") ?? "str"
        guard ["str", "list"].contains(type) else { throw TaskFault("unknown type '\(type)'; known are str, list") }
        comparesLists = type == "list"
        ignoresCase = try options.boolean("ignore_case", default: false)
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let expected, let gold = expected.values.last else { throw TaskFault("literal_match needs 'expected'") }
        guard let found = result.values.last else { return .missing(result, expected: Excerpt.of(gold)) }
        guard comparesLists else {
            let wanted = expected.values.map(written)
            let holds = result.values.contains { value in wanted.contains { $0.isSame(as: written(value)) } }
            return CheckResult(
                holds: holds, expected: Excerpt.of(gold), found: Excerpt.of(found),
                difference: found.difference(from: gold))
        }
        guard let one = found.items?.map(written), let two = gold.items?.map(written) else {
            return CheckResult(0, expected: Excerpt.of(gold), found: Excerpt.of(found))
        }
        return CheckResult(
            holds: one.isSame(as: two), expected: Excerpt.of(gold), found: Excerpt.of(found),
            difference: Difference.ofEntries(found: one, expected: two, called: "item"))
    }

    private func written(_ value: JSON) -> String {
        ignoresCase ? value.pythonText.pythonLowercased : value.pythonText
    }
}
