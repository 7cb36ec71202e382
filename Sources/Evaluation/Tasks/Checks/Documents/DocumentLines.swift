import Formats
import JSON

/// Two documents have the same lines in any order, however often.
struct CompareDocxLines: Metric {
    static let name = "compare_docx_lines"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the lines") { pair in
            let (found, wanted) = (lines(pair.paragraphs.found), lines(pair.paragraphs.wanted))
            return CheckResult(
                holds: found == wanted, expected: "", found: "\(found.count) different lines",
                difference: Difference.of(found: found.map(\.text), expected: wanted.map(\.text)))
        }
    }

    private func lines(_ texts: [String]) -> [CodePoints] {
        Set(texts.map(\.trimmed).filter { !$0.isEmpty }.map { CodePoints($0) }).sorted()
    }
}

/// How alike the paragraphs below the heading `reference_indicator` are in two documents; only what goes beyond
/// `reference_base_result`, the likeness that doing nothing has, counts.
struct CompareReferences: Metric {
    static let name = "compare_references"
    private let heading: String
    private let base: Double

    init(options: [String: JSON]) throws(TaskFault) {
        // The first is without effect in the published function, too.
        try options.onlyKnow(["content_only", "reference_indicator", "reference_base_result"])
        heading = try options.text("reference_indicator") ?? "References"
        base = try options.number("reference_base_result") ?? 0.5
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the references") { pair in
            let (found, wanted) = (references(pair.paragraphs.found), references(pair.paragraphs.wanted))
            guard let found, let wanted else {
                return CheckResult(
                    holds: found == nil && wanted == nil, expected: "", found: "a heading '\(heading)' in one of both")
            }
            guard found.count == wanted.count, !found.isEmpty else {
                return CheckResult(0, found: "\(found.count) references, expected \(wanted.count)")
            }
            let likenesses = try zip(found, wanted).map(Similarity.ratio)
            let likeness = likenesses.reduce(0, +) / Double(likenesses.count)
            return CheckResult(
                likeness >= base + 0.01 ? (likeness - base) / (1 - base) : 0,
                found: "\(found.count) references with a similarity of \(likeness)",
                difference: likeness < 1 ? Difference.of(found: found, expected: wanted) : "")
        }
    }

    /// The paragraphs below the first that is the heading; `nil` where there is none.
    private func references(_ texts: [String]) -> [String]? {
        texts.firstIndex { $0.isSame(as: heading) }.map { index in
            texts[(index + 1)...].filter { !$0.trimmed.isEmpty }
        }
    }
}
