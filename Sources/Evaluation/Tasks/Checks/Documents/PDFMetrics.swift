import Formats
import Interaction
import JSON

/// A PDF file's text, as `pdftotext` reads it.
enum PDFText {
    static let program = "pdftotext"

    /// `nil` when it cannot be read.
    static func text(of contents: [UInt8], using programs: ProgramRunner) async throws -> String? {
        try await programs.output(of: [program, "-q", "{}", "-"], on: contents, named: "pdf")
            .map { $0.replacingCodePoints("\u{C}", with: "\n").trimmed }
    }
}

/// How alike the texts of two PDF files, or of two lists of them, are, from 0 to 1.
struct ComparePDFs: MetricWithPrograms {
    static let name = "compare_pdfs"
    static let programs = [PDFText.program]

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult {
        let (found, wanted) = (result.files, expected?.files ?? [])
        guard !wanted.isEmpty else { throw TaskFault("compare_pdfs needs files as 'expected'") }
        var score = 0.0
        var problems: [String] = []
        for (index, gold) in wanted.enumerated() {
            guard let contents = gold.contents, let text = try await PDFText.text(of: contents, using: programs) else {
                throw TaskFault("the expected file '\(gold.name)' cannot be read as PDF")
            }
            guard found.indices.contains(index), let contents = found[index].contents,
                let other = try await PDFText.text(of: contents, using: programs)
            else {
                problems.append("'\(gold.name)': its file is missing or cannot be read as PDF")
                continue
            }
            let ratio = try Similarity.ratio(other, text)
            score += ratio
            if ratio < 1 { problems.append("'\(gold.name)': \(Difference.of(found: other, expected: text))") }
        }
        return CheckResult(
            score / Double(wanted.count),
            expected: "the text of \(wanted.map { "'\($0.name)'" }.joined(separator: ", "))",
            found: "\(found.filter { $0.contents != nil }.count) files",
            difference: problems.prefix(3).joined(separator: "\n"))
    }
}

/// A PDF file has as many pages as the rules say: `{"relation": "eq", "ref_value": 2}`.
struct CheckPDFPages: MetricWithPrograms {
    static let name = "check_pdf_pages"
    static let programs = ["pdfinfo"]

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try rule(rules) }

    func check(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> CheckResult {
        let rule = try rule(try expected.rules(of: Self.name))
        let words = "a number of pages that is \(rule.description)"
        guard let contents = result.file?.contents else { return .missing(result, expected: words) }
        guard let report = try await programs.output(of: ["pdfinfo", "{}"], on: contents, named: "pdf"),
            let line = report.textLines.first(where: { $0.hasPrefix("Pages:") }),
            let pages = Double(line.dropFirst(6).trimmed)
        else { return CheckResult(0, expected: words, found: "a file that cannot be read as PDF") }
        return CheckResult(
            holds: try rule.holds(for: JSON(.number(pages))), expected: words, found: "\(Int(pages)) pages")
    }

    private func rule(_ rules: JSON) throws(TaskFault) -> ValueRule {
        guard let relation = rules["relation"], let value = rules["ref_value"] else {
            throw TaskFault("expected rules with 'relation' and 'ref_value'")
        }
        return try ValueRule(JSON(.object([JSONMember("method", relation), JSONMember("ref", value)])))
    }
}
