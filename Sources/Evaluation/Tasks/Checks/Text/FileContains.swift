import Formats
import Interaction
import JSON

/// A file contains every text of the rule's `expected`.
struct FileContains: Metric {
    static let name = "file_contains"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("file_contains needs expected rules with a list of strings 'expected'")
        }
        let words = "each of \(Excerpt.of(wanted))"
        guard let text = result.text else { return .missing(result, expected: words) }
        let lacking = wanted.filter { !text.holds($0) }
        return CheckResult(
            holds: lacking.isEmpty, expected: words, found: Excerpt.of(text),
            difference: lacking.prefix(10).map { "missing: \(Excerpt.of($0))" }.joined(separator: "\n"))
    }
}

/// A list of extensions contains one (`"type": "contain"`), or does not (`"not_contain"`).
struct IsExtensionInstalled: Metric {
    static let name = "is_extension_installed"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        guard ["contain", "not_contain"].contains(rules["type"]?.string), rules["expected"]?.string != nil else {
            throw TaskFault("expected rules with a 'type' of contain or not_contain and a string 'expected'")
        }
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        guard let wanted = rules["expected"]?.string else { throw TaskFault("the rules have no 'expected'") }
        let isWanted = rules["type"]?.string == "contain"
        let words = "\(Excerpt.of(wanted))\(isWanted ? "" : " not") among the extensions"
        guard let text = result.text else { return .missing(result, expected: words) }
        return CheckResult(holds: text.holds(wanted) == isWanted, expected: words, found: Excerpt.of(text))
    }
}

/// An address fits every regular expression of the rule's `expected`.
struct IsExpectedURLPatternMatch: Metric {
    static let name = "is_expected_url_pattern_match"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.strings else {
            throw TaskFault("is_expected_url_pattern_match needs a list 'expected'")
        }
        let words = "an address that fits each of \(Excerpt.of(wanted))"
        let address = result.text ?? result.values.first?["url"]?.string ?? ""
        guard !address.isEmpty else { return CheckResult(0, expected: words, found: "no address") }
        let deadline = ContinuousClock.now + Pattern.patience
        let misfits = try wanted.filter { try !Pattern($0).isFound(in: address, before: deadline) }
        return CheckResult(
            holds: misfits.isEmpty, expected: words, found: Excerpt.of(address),
            difference: misfits.prefix(10).map { "does not fit: \(Excerpt.of($0))" }.joined(separator: "\n"))
    }
}

/// As many lines hold a time of day as the rule's `expected` says.
struct CheckLineNumber: Metric {
    static let name = "check_line_number"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        guard let wanted = rules["expected"]?.number ?? rules["expected"]?.string.flatMap(Double.init) else {
            throw TaskFault("check_line_number needs expected rules with a number 'expected'")
        }
        let words = "\(Excerpt.of(JSON(.number(wanted)))) lines with a time of day"
        guard let lines = result.file?.lines else { return .missing(result, expected: words) }
        let time = try Pattern(#"([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)"#)
        let count = try lines.count { try time.isFound(in: $0) }
        return CheckResult(holds: Double(count) == wanted, expected: words, found: "\(count)")
    }
}
