import Interaction

/// A PDF file's text, as `pdftotext` reads it.
enum PDFText {
    static let program = "pdftotext"

    /// `nil` when it cannot be read.
    static func text(of contents: [UInt8], using programs: ProgramRunner) async throws -> String? {
        try await programs.output(of: [program, "-q", "{}", "-"], on: contents, named: "pdf")
            .map { $0.replacing("\u{C}", with: "\n").trimmed }
    }
}

/// How alike the texts of two PDF files, or of two lists of them, are, from 0 to 1.
struct ComparePDFs: MetricWithPrograms {
    static let name = "compare_pdfs"
    static let programs = [PDFText.program]

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> Double {
        let (found, wanted) = (result.files, expected?.files ?? [])
        guard !wanted.isEmpty else { throw TaskFault("compare_pdfs needs files as 'expected'") }
        var score = 0.0
        for (index, gold) in wanted.enumerated() {
            guard let contents = gold.contents, let text = try await PDFText.text(of: contents, using: programs) else {
                throw TaskFault("the expected file '\(gold.name)' cannot be read as PDF")
            }
            guard found.indices.contains(index), let contents = found[index].contents,
                let other = try await PDFText.text(of: contents, using: programs)
            else { continue }
            score += try Similarity.ratio(other, text)
        }
        return score / Double(wanted.count)
    }
}

/// A PDF file has as many pages as the rules say: `{"relation": "eq", "ref_value": 2}`.
struct CheckPDFPages: MetricWithPrograms {
    static let name = "check_pdf_pages"
    static let programs = ["pdfinfo"]

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(rules: JSON) throws(TaskFault) { _ = try rule(rules) }

    func score(_ result: Evidence, expected: Evidence?, using programs: ProgramRunner) async throws -> Double {
        let rule = try rule(try expected.rules(of: Self.name))
        guard let contents = result.file?.contents,
            let report = try await programs.output(of: ["pdfinfo", "{}"], on: contents, named: "pdf"),
            let line = report.textLines.first(where: { $0.hasPrefix("Pages:") }),
            let pages = Double(line.dropFirst(6).trimmingPrefix { $0 == " " })
        else { return 0 }
        return try rule.holds(for: JSON(.number(pages))) ? 1 : 0
    }

    private func rule(_ rules: JSON) throws(TaskFault) -> ValueRule {
        guard let relation = rules["relation"], let value = rules["ref_value"] else {
            throw TaskFault("the rules have a 'relation' and a 'ref_value'")
        }
        return try ValueRule(JSON(.object([JSONMember("method", relation), JSONMember("ref", value)])))
    }
}
