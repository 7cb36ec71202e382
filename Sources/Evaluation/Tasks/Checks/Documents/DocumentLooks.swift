import Formats
import JSON

/// Every run of a document has the font of the rule's `font_name`.
struct CompareFontNames: Metric {
    static let name = "compare_font_names"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        guard let font = try expected.rules(of: Self.name)["font_name"]?.string else {
            throw TaskFault("the rules have no 'font_name'")
        }
        let words = "the font \(Excerpt.of(font)) everywhere"
        switch try reading(result.file, expected: words, { try TextDocument($0) }) {
        case .nothing(let result): return result
        case .value(let document):
            let place = document.paragraphs.firstIndex { paragraph in
                paragraph.runs.contains { !($0.fontName?.isSame(as: font) ?? false) }
            }
            return CheckResult(
                holds: place == nil, expected: words,
                found: place.map { index in
                    let fonts = document.paragraphs[index].runs.map { $0.fontName ?? "the style's font" }
                    return "paragraph \(index + 1) in \(Excerpt.of(fonts))"
                } ?? "that font")
        }
    }
}

/// Two documents have a subscript in the same place.
struct CompareSubscriptContains: Metric {
    static let name = "compare_subscript_contains"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "a subscript where one is") { pair in
            let count = pair.runs.count { $0.0.isSubscript && $0.1.isSubscript }
            return CheckResult(holds: count > 0, expected: "", found: "\(count) subscripts in the same place")
        }
    }
}

/// Two documents have pictures in the same runs.
struct CompareContainsImage: Metric {
    static let name = "compare_contains_image"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try DocumentPair.compare(result, expected, metric: Self.name, "the pictures between the texts") { pair in
            let differing = pair.runs.count { $0.0.hasPicture != $0.1.hasPicture }
            return CheckResult(
                holds: differing == 0, expected: "", found: "\(differing) runs with a picture in one of both only")
        }
    }
}

/// A document has the paragraphs of the gold file, and every italic run of it 14 points.
struct CheckItalicFontSize: Metric {
    static let name = "check_italic_font_size_14"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let texts = try CompareDocxFiles(options: [:]).check(result, expected: expected)
        guard texts.score > 0 else { return texts }
        return try DocumentPair.compare(result, expected, metric: Self.name, "italics in 14 points") { pair in
            let sizes = pair.found.paragraphs.flatMap(\.runs).filter(\.isItalic).map(\.fontSize)
            let other = sizes.first { $0 != 14 }
            return CheckResult(
                holds: other == nil, expected: "italics in 14 points",
                found: other.map { "italics in \($0.map { "\($0) points" } ?? "the style's size")" }
                    ?? "\(sizes.count) italic runs in 14 points")
        }
    }
}

/// A document has the paragraphs of the gold file, and every run of the last is struck through.
struct EvaluateStrikeThrough: Metric {
    static let name = "evaluate_strike_through_last_paragraph"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let texts = try CompareDocxFiles(options: [:]).check(result, expected: expected)
        guard texts.score > 0 else { return texts }
        return try DocumentPair.compare(result, expected, metric: Self.name, "a last paragraph struck through") {
            pair in
            guard let last = pair.found.paragraphs.last else { return CheckResult(0, found: "no paragraph") }
            let count = last.runs.count { !$0.isStruckThrough }
            return CheckResult(
                holds: count == 0, expected: "a last paragraph struck through",
                found: "\(count) of \(last.runs.count) runs not struck through")
        }
    }
}

extension DocumentPair {
    /// The runs that stand at the same place in both.
    fileprivate var runs: [(TextDocument.Run, TextDocument.Run)] {
        zip(found.paragraphs, wanted.paragraphs).flatMap { one, two in Array(zip(one.runs, two.runs)) }
    }
}
