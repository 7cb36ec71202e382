import Formats
import Foundation
import Interaction
import JSON

/// A document has a page break, or as many as the rule's `page_break_count`.
struct ContainsPageBreak: Metric {
    static let name = "contains_page_break"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let wanted = try expected.map { _ in try expected.rules(of: Self.name) }?["page_break_count"]?.integer
        let words = wanted.map { "\($0) page breaks" } ?? "a page break"
        return try withDocument(result, expected: words) { document in
            let count = document.paragraphs.reduce(0) { $0 + $1.pageBreaks }
            return CheckResult(
                holds: count > 0 && wanted ?? count == count, expected: words, found: "\(count) page breaks")
        }
    }
}

/// A document's first paragraph is centred.
struct IsFirstLineCentred: Metric {
    static let name = "is_first_line_centered"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "a first paragraph with the alignment center"
        return try withDocument(result, expected: words) { document in
            let first = document.paragraphs.first
            return CheckResult(
                holds: first?.alignment == "center", expected: words,
                found: first.map { "\($0.alignment ?? "the style's alignment") at \(Excerpt.of($0.text))" }
                    ?? "no paragraph")
        }
    }
}

/// A document's footers hold the page's number.
struct HasPageNumbersInFooters: Metric {
    static let name = "has_page_numbers_in_footers"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let words = "a page number in each footer"
        return try withDocument(result, expected: words) { document in
            let footers = document.footers
            let holds = footers.allSatisfy { $0.contains("{PAGE}") || $0.contains(where: \.isNumber) }
            return CheckResult(
                holds: holds && !footers.isEmpty, expected: words,
                found: footers.isEmpty ? "no footer" : Excerpt.of(footers))
        }
    }
}

/// The result of `check` on the policy's document; 0 if it is missing or unreadable.
private func withDocument(
    _ result: Evidence, expected: String, _ check: (TextDocument) -> CheckResult
) throws -> CheckResult {
    switch try reading(result.file, expected: expected, { try TextDocument($0) }) {
    case .value(let document): check(document)
    case .nothing(let result): result
    }
}
