import Interaction

/// A file contains every text of the rule's `expected`.
struct FileContains: Metric {
    static let name = "file_contains"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("file_contains needs expected rules with a list of texts 'expected'")
        }
        guard let text = result.text else { return 0 }
        return wanted.allSatisfy(text.contains) ? 1 : 0
    }
}

/// A list of extensions contains one (`"type": "contain"`), or does not (`"not_contain"`).
struct IsExtensionInstalled: Metric {
    static let name = "is_extension_installed"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard ["contain", "not_contain"].contains(rules["type"]?.string), rules["expected"]?.string != nil else {
            throw TaskFault("the rules have a 'type', contain or not_contain, and a text 'expected'")
        }
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        guard let wanted = rules["expected"]?.string else { throw TaskFault("the rules have no 'expected'") }
        guard let text = result.text else { return 0 }
        return text.contains(wanted) == (rules["type"]?.string == "contain") ? 1 : 0
    }
}

/// An address fits every regular expression of the rule's `expected`.
struct IsExpectedURLPatternMatch: Metric {
    static let name = "is_expected_url_pattern_match"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("is_expected_url_pattern_match needs a list 'expected'")
        }
        guard let address = result.text ?? result.values.first?["url"]?.string, !address.isEmpty else { return 0 }
        let deadline = ContinuousClock.now + Pattern.patience
        return try wanted.allSatisfy { try Pattern($0).isFound(in: address, before: deadline) } ? 1 : 0
    }
}

/// As many lines hold a time of day as the rule's `expected` says.
struct CheckLineNumber: Metric {
    static let name = "check_line_number"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        let rules = try expected.rules(of: Self.name)
        guard let wanted = rules["expected"]?.number ?? rules["expected"]?.string.flatMap(Double.init) else {
            throw TaskFault("check_line_number needs expected rules with a number 'expected'")
        }
        guard let lines = result.file?.lines else { return 0 }
        let time = try Pattern(#"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)"#)
        let deadline = ContinuousClock.now + Pattern.patience
        return Double(try lines.count { try time.isFound(in: $0, before: deadline) }) == wanted ? 1 : 0
    }
}
