import Interaction

/// The result contains every text of the rule's `include` and none of its `exclude`.
struct IncludeExclude: Metric {
    static let name = "check_include_exclude"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try Lists(rules, "include", "exclude") }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try Lists(try expected.rules(of: Self.name), "include", "exclude")
        guard let text = result.text else { return 0 }
        return rules.wanted.allSatisfy(text.contains) && !rules.unwanted.contains(where: text.contains) ? 1 : 0
    }
}

/// Some line of the result fits each regular expression of the rule's `expect`, and none fits one of its `unexpect`.
struct CheckList: Metric {
    static let name = "check_list"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try patterns(rules) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let patterns = try patterns(try expected.rules(of: Self.name))
        guard let lines = result.text?.textLines else { return 0 }
        let deadline = ContinuousClock.now + Pattern.patience
        func isFound(_ pattern: Pattern) throws -> Bool {
            try lines.contains { try pattern.isFound(in: $0, before: deadline) }
        }
        return try patterns.wanted.allSatisfy(isFound) && !patterns.unwanted.contains(where: isFound) ? 1 : 0
    }

    private func patterns(_ rules: JSON) throws(TaskFault) -> (wanted: [Pattern], unwanted: [Pattern]) {
        let lists = try Lists(rules, "expect", "unexpect")
        func compiled(_ texts: [String]) throws(TaskFault) -> [Pattern] {
            var patterns: [Pattern] = []
            for text in texts { patterns.append(try Pattern(text)) }
            return patterns
        }
        return (try compiled(lists.wanted), try compiled(lists.unwanted))
    }
}

/// What rules want and do not want, as texts.
private struct Lists {
    let wanted: [String]
    let unwanted: [String]

    init(_ rules: JSON, _ wanted: String, _ unwanted: String) throws(TaskFault) {
        func texts(_ key: String) throws(TaskFault) -> [String] {
            guard let list = rules[key] else { return [] }
            guard let texts = list.strings else { throw TaskFault("'\(key)' is a list of texts") }
            return texts
        }
        guard rules[wanted] != nil || rules[unwanted] != nil else {
            throw TaskFault("the rules have neither '\(wanted)' nor '\(unwanted)'")
        }
        self.wanted = try texts(wanted)
        self.unwanted = try texts(unwanted)
    }
}
