import Formats
import Interaction
import JSON

/// Two text files are equal; blanks and case count unless the options say otherwise.
struct CompareTextFile: Metric {
    static let name = "compare_text_file"
    private let ignoresBlanks: Bool
    private let ignoresCase: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["ignore_blanks", "ignore_case"])
        ignoresBlanks = try options.boolean("ignore_blanks", default: false)
        ignoresCase = try options.boolean("ignore_case", default: false)
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let pair = try TextPair(result, expected, metric: Self.name)
        guard let text = pair.found else { return .missing(result, expected: pair.words) }
        let (one, two) = (normalised(text), normalised(pair.wanted))
        return CheckResult(
            holds: one.isSame(as: two), expected: pair.words, found: pair.difference(in: text),
            difference: Difference.of(found: one, expected: two))
    }

    private func normalised(_ text: String) -> String {
        let text = ignoresBlanks ? text.withSingleBlanks : text
        return ignoresCase ? text.pythonLowercased : text
    }
}

/// The texts of two files, in the encoding of the expected one.
private struct TextPair {
    let found: String?
    let wanted: String
    private let name: String

    /// - Throws: ``TaskFault`` where there is no expected file.
    init(_ result: Evidence, _ expected: Evidence?, metric: String) throws(TaskFault) {
        let gold = try expected.gold(of: metric)
        name = gold.name
        wanted = gold.tableText ?? ""
        found = result.file.map { $0.text(asIn: gold) } ?? result.text
    }

    var words: String { "the text of '\(name)' (\(wanted.textLines.count) lines)" }

    func difference(in text: String) -> String { "\(text.textLines.count) lines: \(Excerpt.of(text))" }
}

/// How alike two text files are line by line, from 0 to 1.
struct DiffTextFile: Metric {
    static let name = "diff_text_file"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let pair = try TextPair(result, expected, metric: Self.name)
        guard let text = pair.found else { return .missing(result, expected: pair.words) }
        let (one, two) = (text.splitLines, pair.wanted.splitLines)
        let ratio = try LineSimilarity(one, two).ratio
        return CheckResult(
            ratio, expected: pair.words, found: pair.difference(in: text),
            difference: ratio < 1 ? Difference.of(found: one, expected: two) : "")
    }
}

/// A file is exactly the rule's `expected`; with `containment_ok` it may have more around it.
struct CompareConfig: Metric {
    static let name = "compare_config"
    private let allowsMore: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["containment_ok"])
        allowsMore = try options.boolean("containment_ok", default: false)
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.string else {
            throw TaskFault("compare_config needs expected rules with a string 'expected'")
        }
        guard let text = result.text else { return .missing(result, expected: Excerpt.of(wanted)) }
        return CheckResult(
            holds: text.isSame(as: wanted) || (allowsMore && text.holds(wanted)), expected: Excerpt.of(wanted),
            found: Excerpt.of(text), difference: Difference.of(found: text, expected: wanted))
    }
}

/// Two files hold the same number, or the same text; a number may stand within other words.
struct CompareResultFiles: Metric {
    static let name = "compare_result_files"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let pair = try TextPair(result, expected, metric: Self.name)
        let wanted = pair.wanted.trimmed
        guard let text = pair.found?.trimmed else { return .missing(result, expected: Excerpt.of(wanted)) }
        return CheckResult(
            holds: isSame(text, wanted), expected: Excerpt.of(wanted), found: Excerpt.of(text),
            difference: Difference.of(found: text, expected: wanted))
    }

    private func isSame(_ text: String, _ wanted: String) -> Bool {
        guard let number = wanted.pythonNumber else { return text.isSame(as: wanted) }
        if text.holds(wanted) { return true }
        return text.pythonNumber.map { abs($0 - number) < 1e-4 } ?? false
    }
}
