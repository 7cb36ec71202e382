import Interaction

/// The documents of a check: what was left behind, and the gold file.
struct DocumentPair {
    let found: TextDocument
    let wanted: TextDocument

    /// `nil` when the result is missing, no document, or of another kind than the gold file.
    ///
    /// - Throws: ``TaskFault`` when the gold file cannot be read.
    init?(_ result: Evidence, _ expected: Evidence?, metric: String) throws {
        let gold = try expected.gold(of: metric)
        do {
            wanted = try TextDocument(gold)
        } catch {
            throw TaskFault("the expected document '\(gold.name)' cannot be read: \(error)")
        }
        guard let file = result.file, let found = try? TextDocument(file) else { return nil }
        self.found = found
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
        ignoresBlanks = try options.truth("ignore_blanks", usual: true)
        ignoresCase = try options.truth("ignore_case", usual: false)
        ignoresOrder = try options.truth("ignore_order", usual: false)
        isContentOnly = try options.truth("content_only", usual: false)
        isFuzzy = try options.truth("fuzzy_match", usual: false)
        dropsEmptyLines = try options.truth("delete_empty_lines", usual: false)
        threshold = try options.number("fuzzy_match_threshold")
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let pair = try DocumentPair(result, expected, metric: Self.name) else { return 0 }
        let (one, two) = (paragraphs(pair.found), paragraphs(pair.wanted))
        if isContentOnly { return try Similarity.ratio(joined(one), joined(two)) }
        if ignoresBlanks {
            return isFuzzy ? try likeness(joined(one), joined(two)) : joined(one) == joined(two) ? 1 : 0
        }
        guard one.count == two.count else { return 0 }
        guard isFuzzy else { return one == two ? 1 : 0 }
        guard !one.isEmpty else { return 1 }
        return try zip(one, two).map(likeness).reduce(0, +) / Double(one.count)
    }

    private func paragraphs(_ document: TextDocument) -> [String] {
        var texts = document.paragraphs.map(\.text)
        if ignoresOrder { texts.sort { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } }
        if dropsEmptyLines { texts.removeAll { $0.trimmed.isEmpty } }
        return ignoresCase ? texts.map { $0.lowercased() } : texts
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
        ignoresBlanks = try options.truth("ignore_blanks", usual: true)
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let pair = try DocumentPair(result, expected, metric: Self.name) else { return 0 }
        let texts = [pair.found, pair.wanted].map { $0.paragraphs.map(\.text).filter { !$0.isEmpty } }
        if ignoresBlanks {
            return texts[0].joined(separator: "\n").withSingleBlanks
                == texts[1].joined(separator: "\n").withSingleBlanks
                ? 1 : 0
        }
        return texts[0] == texts[1] ? 1 : 0
    }
}

/// Two documents have the same tables, cell by cell.
struct CompareDocxTables: Metric {
    static let name = "compare_docx_tables"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let pair = try DocumentPair(result, expected, metric: Self.name) else { return 0 }
        let tables = [pair.found, pair.wanted].map { $0.tables.map { $0.map { $0.map(\.trimmed) } } }
        return tables[0] == tables[1] ? 1 : 0
    }
}

/// Two documents hold the same pictures.
struct CompareDocxImages: Metric {
    static let name = "compare_docx_images"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let pair = try DocumentPair(result, expected, metric: Self.name) else { return 0 }
        guard pair.found.pictures.count == pair.wanted.pictures.count else { return 0 }
        return try zip(pair.found.pictures, pair.wanted.pictures).allSatisfy { one, two in
            try one == two || Picture.areEqual(one, two, name: "picture.png")
        } ? 1 : 0
    }
}

/// Two documents have the same paragraphs with the same distance between their lines.
struct CompareLineSpacing: Metric {
    static let name = "compare_line_spacing"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let pair = try DocumentPair(result, expected, metric: Self.name) else { return 0 }
        let texts = [pair.found, pair.wanted].map {
            $0.paragraphs.map(\.text).joined(separator: "\n").withSingleBlanks
        }
        let spacings = [pair.found, pair.wanted].map { $0.paragraphs.map(\.lineSpacing) }
        return texts[0] == texts[1] && spacings[0] == spacings[1] ? 1 : 0
    }
}
