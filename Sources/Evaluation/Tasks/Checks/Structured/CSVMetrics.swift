import Formats
import Interaction
import JSON

/// Some row of a CSV file has each record of the rule's `expect`, and none has one of its `unexpect`.
struct CheckCSV: Metric {
    static let name = "check_csv"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) {
        _ = try records(rules, "expect")
        _ = try records(rules, "unexpect")
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try expected.rules(of: Self.name)
        let (wanted, unwanted) = (try records(rules, "expect"), try records(rules, "unexpect"))
        let words = [
            wanted.isEmpty ? "" : "a row of each of \(words(wanted))",
            unwanted.isEmpty ? "" : "none of \(words(unwanted))",
        ].filter { !$0.isEmpty }.joined(separator: " and ")
        guard let text = result.file?.tableText ?? result.text else { return .missing(result, expected: words) }
        let rows = CSVText(text).records
        func isThere(_ record: [CodePoints: String]) -> Bool {
            rows.contains { row in record.allSatisfy { name, value in row[name].map { $0.isSame(as: value) } ?? false }
            }
        }
        let problems =
            wanted.filter { !isThere($0) }.map { "missing: \(self.words([$0]))" }
            + unwanted.filter(isThere).map { "unwanted: \(self.words([$0]))" }
        return CheckResult(
            holds: problems.isEmpty, expected: words, found: "\(rows.count) rows",
            difference: problems.prefix(10).joined(separator: "\n"))
    }

    private func words(_ records: [[CodePoints: String]]) -> String {
        let texts = records.prefix(5).map { record in
            record.sorted { $0.key < $1.key }.map { "\($0.key.text) = \(Excerpt.of($0.value))" }.joined(separator: ", ")
        }
        return texts.map { "{\($0)}" }.joined(separator: ", ")
    }

    private func records(_ rules: JSON, _ name: String) throws(TaskFault) -> [[CodePoints: String]] {
        guard let list = rules[name] else { return [] }
        guard let objects = list.items?.compactMap(\.members), objects.count == list.items?.count else {
            throw TaskFault("expected '\(name)' to be a list of objects")
        }
        return objects.map { members in
            Dictionary(members.map { (CodePoints($0.name), $0.value.string ?? $0.value.text) }) { first, _ in first }
        }
    }
}

/// Two CSV files have the same lines; without `strict`, white space at the ends of lines does not count.
struct CompareCSV: Metric {
    static let name = "compare_csv"
    private let isStrict: Bool
    private let ignoresCase: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["strict", "ignore_case"])
        isStrict = try options.boolean("strict", default: true)
        ignoresCase = try options.boolean("ignore_case", default: false)
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let gold = try expected.gold(of: Self.name)
        let wanted = (expected?.files ?? []).compactMap { $0.tableText.map(lines) }
        let words = wanted.count > 1 ? "the lines of one of \(wanted.count) files" : "the lines of '\(gold.name)'"
        guard let found = result.file?.tableText.map(lines) else { return .missing(result, expected: words) }
        return CheckResult(
            holds: wanted.contains { $0.isSame(as: found) }, expected: words, found: "\(found.count) lines",
            difference: Difference.of(found: found, expected: wanted.first ?? []))
    }

    private func lines(_ text: String) -> [String] {
        text.splitLines.map { line in
            let line = isStrict ? line : line.trimmed
            return ignoresCase ? line.pythonLowercased : line
        }
    }
}
