import Formats
import Interaction
import JSON

/// The documents of a check: what was left behind, and the gold file.
struct DocumentPair {
    let found: TextDocument
    let wanted: TextDocument
    private let name: String

    /// What `compare` says of both; 0 where the result is missing or no program can read it.
    ///
    /// - Throws: ``TaskFault`` when the gold file cannot be read, ``EvidenceFault/ofReader(_:)`` when Deskhand lacks what
    ///   reads the result.
    static func compare(
        _ result: Evidence, _ expected: Evidence?, metric: String, _ part: String,
        _ compare: (DocumentPair) throws -> CheckResult
    ) throws -> CheckResult {
        let gold = try expected.gold(of: metric)
        let wanted = try readingGold(gold, "document") { try TextDocument($0) }
        let words = "\(part) of '\(gold.name)'"
        switch try reading(result.file, expected: words, { try TextDocument($0) }) {
        case .nothing(let result): return result
        case .value(let found):
            var outcome = try compare(DocumentPair(found: found, wanted: wanted, name: gold.name))
            if outcome.expected.isEmpty { outcome.expected = words }
            return outcome
        }
    }

    /// The texts of the paragraphs: what was found, and what is expected.
    var paragraphs: (found: [String], wanted: [String]) {
        (found.paragraphs.map(\.text), wanted.paragraphs.map(\.text))
    }
}

/// Two documents have the same paragraphs: exactly, without regard to blanks, case or order, or by likeness.
struct CompareDocxFiles: Metric {
    static let name = "compare_docx_files"
    private let ignoresBlanks, ignoresCase, ignoresOrder, isContentOnly, isFuzzy, dropsEmptyLines: Bool
    private let threshold: Double?

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow([
            "ignore_blanks", "ignore_case", "ignore_order", "content_only", "fuzzy_match", "fuzzy_match_threshold",
            "delete_empty_lines",
        ])
        ignoresBlanks = try options.boolean("ignore_blanks", default: true)
        ignoresCase = try options.boolean("ignore_case", default: false)
        ignoresOrder = try options.boolean("ignore_order", default: false)
        isContentOnly = try options.boolean("content_only", default: false)
        isFuzzy = try options.boolean("fuzzy_match", default: false)
        dropsEmptyLines = try options.boolean("delete_empty_lines", default: false)
        threshold = try options.number("fuzzy_match_threshold")
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the paragraphs") { pair in
            let texts = pair.paragraphs
            let (one, two) = (prepared(texts.found), prepared(texts.wanted))
            let score = try score(one, two)
            return CheckResult(
                score, found: "\(one.count) paragraphs",
                difference: score < 1 ? Difference.of(found: one, expected: two) : "")
        }
    }

    private func score(_ one: [String], _ two: [String]) throws -> Double {
        if isContentOnly { return try Similarity.ratio(joined(one), joined(two)) }
        if ignoresBlanks {
            return isFuzzy ? try likeness(joined(one), joined(two)) : joined(one).isSame(as: joined(two)) ? 1 : 0
        }
        guard one.count == two.count else { return 0 }
        guard isFuzzy else { return one.isSame(as: two) ? 1 : 0 }
        guard !one.isEmpty else { return 1 }
        return try zip(one, two).map(likeness).reduce(0, +) / Double(one.count)
    }

    private func prepared(_ texts: [String]) -> [String] {
        var texts = texts
        if ignoresOrder { texts = texts.map { CodePoints($0) }.sorted().map(\.text) }
        if dropsEmptyLines { texts.removeAll { $0.trimmed.isEmpty } }
        return ignoresCase ? texts.map(\.pythonLowercased) : texts
    }

    private func joined(_ texts: [String]) -> String { texts.joined(separator: "\n").withSingleBlanks }

    private func likeness(_ one: String, _ two: String) throws -> Double {
        let ratio = try Similarity.ratio(one, two)
        return threshold.map { ratio >= $0 ? 1 : 0 } ?? ratio
    }
}

/// Two documents have the same paragraphs when empty ones are left out.
struct CompareDocxFilesIgnoringNewLines: Metric {
    static let name = "compare_docx_files_and_ignore_new_lines"
    private let ignoresBlanks: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["ignore_blanks"])
        ignoresBlanks = try options.boolean("ignore_blanks", default: true)
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the paragraphs that are not empty") { pair in
            let texts = pair.paragraphs
            let (one, two) = (texts.found.filter { !$0.isEmpty }, texts.wanted.filter { !$0.isEmpty })
            let (joined, wanted) = (one.joined(separator: "\n"), two.joined(separator: "\n"))
            let isSame =
                ignoresBlanks ? joined.withSingleBlanks.isSame(as: wanted.withSingleBlanks) : one.isSame(as: two)
            return CheckResult(
                holds: isSame, expected: "", found: "\(one.count) paragraphs",
                difference: Difference.of(found: one, expected: two))
        }
    }
}

/// Two documents have the same tables, cell by cell.
struct CompareDocxTables: Metric {
    static let name = "compare_docx_tables"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the tables") { pair in
            let difference = difference(pair.found.tables, pair.wanted.tables)
            return CheckResult(
                holds: difference == nil, expected: "", found: "\(pair.found.tables.count) tables",
                difference: difference ?? "")
        }
    }

    /// The first cell that differs, or why cells cannot be compared.
    private func difference(_ found: [[[String]]], _ wanted: [[[String]]]) -> String? {
        guard found.count == wanted.count else { return "expected \(wanted.count) tables, found \(found.count)" }
        for (table, (one, two)) in zip(found, wanted).enumerated() {
            guard one.count == two.count, zip(one, two).allSatisfy({ $0.count == $1.count }) else {
                return "table \(table + 1): expected \(Self.size(two)), found \(Self.size(one))"
            }
            for (row, (cells, others)) in zip(one, two).enumerated() {
                for (column, (cell, other)) in zip(cells, others).enumerated()
                where !cell.trimmed.isSame(as: other.trimmed) {
                    return "table \(table + 1), row \(row + 1), column \(column + 1): expected \(Excerpt.of(other)), "
                        + "found \(Excerpt.of(cell))"
                }
            }
        }
        return nil
    }

    private static func size(_ table: [[String]]) -> String {
        "\(table.count) rows of \(table.map(\.count).max() ?? 0)"
    }
}

/// Two documents hold the same pictures.
struct CompareDocxImages: Metric {
    static let name = "compare_docx_images"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the pictures") { pair in
            let (found, wanted) = (pair.found.pictures, pair.wanted.pictures)
            guard found.count == wanted.count else {
                return CheckResult(0, expected: "\(wanted.count) pictures", found: "\(found.count) pictures")
            }
            for (index, (one, two)) in zip(found, wanted).enumerated() where one != two {
                if let difference = try Picture.difference(found: one, wanted: two, name: "picture \(index + 1)") {
                    return CheckResult(
                        0, found: "\(found.count) pictures", difference: "picture \(index + 1): \(difference)")
                }
            }
            return CheckResult(1, found: "\(found.count) pictures")
        }
    }
}

/// Two documents have the same paragraphs with the same distance between their lines.
struct CompareLineSpacing: Metric {
    static let name = "compare_line_spacing"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the paragraphs and their line spacing") { pair in
            let texts = pair.paragraphs
            let (one, two) = (
                texts.found.joined(separator: "\n").withSingleBlanks,
                texts.wanted.joined(separator: "\n").withSingleBlanks
            )
            guard one.isSame(as: two), texts.found.count == texts.wanted.count else {
                return CheckResult(
                    0, found: "\(texts.found.count) paragraphs",
                    difference: Difference.of(found: texts.found, expected: texts.wanted))
            }
            let spacings = zip(pair.found.paragraphs, pair.wanted.paragraphs).map { ($0.lineSpacing, $1.lineSpacing) }
            guard let place = spacings.firstIndex(where: { $0 != $1 }) else {
                return CheckResult(1, found: "\(texts.found.count) paragraphs")
            }
            func words(_ spacing: TextDocument.LineSpacing?) -> String { spacing?.description ?? "the style's spacing" }
            return CheckResult(
                0, found: "\(texts.found.count) paragraphs",
                difference:
                    "paragraph \(place + 1): expected \(words(spacings[place].1)), found \(words(spacings[place].0))")
        }
    }
}
