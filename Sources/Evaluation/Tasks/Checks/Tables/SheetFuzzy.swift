import Formats
import Interaction
import JSON

/// Cells of two sheets are the same, or alike, after they were tidied up as each of the `rules` says.
struct SheetFuzzy: TableRule {
    static let type = "sheet_fuzzy"
    private let sheets: SheetPair
    private let rules: [RangeRule]

    init(_ json: JSON) throws(TaskFault) {
        sheets = try SheetPair(json)
        var rules: [RangeRule] = []
        for rule in json["rules"]?.items ?? [] { rules.append(try RangeRule(rule)) }
        guard !rules.isEmpty else { throw TaskFault("expected 'rules' to be a list of rules for ranges") }
        self.rules = rules
    }

    func mismatch(in files: TableFiles) throws -> String? {
        try sheets.compare(in: files) { one, two in
            for rule in rules {
                for place in rule.range.cells {
                    let (found, wanted) = (written(one.sheet[place]), written(two.sheet[place]))
                    guard try rule.fits(found, wanted) else {
                        return "\(one.sheet.name)!\(place): expected \(rule.words) \(Excerpt.of(wanted)), "
                            + "found \(Excerpt.of(found))"
                    }
                }
            }
            return nil
        }
    }

    private func written(_ cell: Cell?) -> String { cell?.value?.writtenForLikeness ?? "None" }
}

/// `range`, `type`, `threshold`, and what does not count: `ignore_case`, `ignore_chars`, `trim_leadings`,
/// `trim_trailings`, `normalization`.
private struct RangeRule: Sendable {
    enum Comparison: String {
        case includes, exact = "exact_match", fuzzy = "fuzzy_match", includedBy = "included_by"
    }

    let range: CellRanges
    private let comparison: Comparison
    private let threshold: Double
    private let ignoresCase: Bool
    private let ignored: Set<Unicode.Scalar>
    private let leading: Set<Unicode.Scalar>
    private let trailing: Set<Unicode.Scalar>
    private let replacements: [[String]]

    init(_ json: JSON) throws(TaskFault) {
        let texts = json["range"]?.strings ?? json["range"]?.string.map { [$0] } ?? []
        guard let range = CellRanges(texts.joined(separator: " ")) else {
            throw TaskFault("expected 'range' to be a list of ranges such as A1:B6")
        }
        guard let comparison = Comparison(rawValue: json["type"]?.string ?? "") else {
            throw TaskFault(
                "unknown type '\(json["type"]?.string ?? "")'; known are includes, included_by, fuzzy_match, exact_match"
            )
        }
        self.range = range
        self.comparison = comparison
        threshold = json["threshold"]?.number ?? 85
        ignoresCase = json["ignore_case"]?.bool ?? false
        ignored = Set((json["ignore_chars"]?.string ?? "").unicodeScalars)
        leading = Set((json["trim_leadings"]?.string ?? "").unicodeScalars)
        trailing = Set((json["trim_trailings"]?.string ?? "").unicodeScalars)
        replacements = (json["normalization"]?.items ?? []).compactMap(\.strings).filter { $0.count == 2 }
    }

    func fits(_ one: String, _ two: String) throws -> Bool {
        let (one, two) = (tidied(one), tidied(two))
        switch comparison {
        case .includes: return one.holds(two)
        case .includedBy: return two.holds(one)
        case .exact: return one.isSame(as: two)
        case .fuzzy: return try 100 * Similarity.ratio(one, two) >= threshold
        }
    }

    var words: String { comparison.rawValue }

    private func tidied(_ text: String) -> String {
        var text = replacements.reduce(text) { $0.replacingCodePoints($1[0], with: $1[1]) }
        text = text.stripped(trailing: false) { leading.contains($0) }.stripped(leading: false) {
            trailing.contains($0)
        }
        text.unicodeScalars.removeAll { ignored.contains($0) }
        return ignoresCase ? text.pythonLowercased : text
    }
}

extension CellValue {
    /// As OSWorld's reader of single cells writes values out; it gives nothing for truth values.
    fileprivate var writtenForLikeness: String {
        if case .truth = self { "None" } else { written }
    }
}
