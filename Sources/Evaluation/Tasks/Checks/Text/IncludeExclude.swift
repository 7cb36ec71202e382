import Formats
import Interaction
import JSON

/// The result contains every text of the rule's `include` and none of its `exclude`.
struct IncludeExclude: Metric {
    static let name = "check_include_exclude"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try Lists(rules, "include", "exclude") }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try Lists(try expected.rules(of: Self.name), "include", "exclude")
        guard let text = result.text else { return .missing(result, expected: rules.words) }
        return rules.result(in: Excerpt.of(text)) { text.holds($0) }
    }
}

/// Some line of the result fits each regular expression of the rule's `expect`, and none fits one of its `unexpect`.
struct CheckList: Metric {
    static let name = "check_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try patterns(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let (lists, patterns) = try patterns(try expected.rules(of: Self.name))
        guard let text = result.text else { return .missing(result, expected: lists.words) }
        let lines = text.linesWithEnds
        let deadline = ContinuousClock.now + Pattern.patience
        let found = try patterns.mapValues { pattern in
            try lines.contains { try pattern.isFound(in: $0, before: deadline) }
        }
        return lists.result(in: Excerpt.of(text)) { name in found[CodePoints(name)] ?? false }
    }

    private func patterns(_ rules: JSON) throws(TaskFault) -> (lists: Lists, patterns: [CodePoints: Pattern]) {
        let lists = try Lists(rules, "expect", "unexpect")
        var patterns: [CodePoints: Pattern] = [:]
        for text in lists.wanted + lists.unwanted { patterns[CodePoints(text)] = try Pattern(text) }
        return (lists, patterns)
    }
}

extension String {
    /// The lines with their ends, as a file gives them one by one.
    fileprivate var linesWithEnds: [String] {
        var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let last = lines.popLast() ?? ""
        return lines.map { $0 + "\n" } + (last.isEmpty ? [] : [last])
    }
}

/// What rules want and do not want, as texts.
private struct Lists {
    let wanted: [String]
    let unwanted: [String]

    init(_ rules: JSON, _ wanted: String, _ unwanted: String) throws(TaskFault) {
        func texts(_ key: String) throws(TaskFault) -> [String] {
            guard let list = rules[key] else { return [] }
            guard let texts = list.strings else { throw TaskFault("expected '\(key)' to be a list of strings") }
            return texts
        }
        guard rules[wanted] != nil || rules[unwanted] != nil else {
            throw TaskFault("the rules have neither '\(wanted)' nor '\(unwanted)'")
        }
        self.wanted = try texts(wanted)
        self.unwanted = try texts(unwanted)
    }

    var words: String {
        [
            wanted.isEmpty ? "" : "each of \(Excerpt.of(wanted))",
            unwanted.isEmpty ? "" : "none of \(Excerpt.of(unwanted))",
        ]
        .filter { !$0.isEmpty }.joined(separator: " and ")
    }

    /// 1 where each that is wanted is there, and none that is not.
    func result(in found: String, _ isThere: (String) -> Bool) -> CheckResult {
        let lacking = wanted.filter { !isThere($0) }
        let present = unwanted.filter(isThere)
        return CheckResult(
            holds: lacking.isEmpty && present.isEmpty, expected: words, found: found,
            difference: (lacking.map { "missing: \(Excerpt.of($0))" } + present.map { "unwanted: \(Excerpt.of($0))" })
                .prefix(10).joined(separator: "\n"))
    }
}
