import Interaction

/// Two text files are equal; blanks and case count unless the options say otherwise.
struct CompareTextFile: Metric {
    static let name = "compare_text_file"
    private let ignoresBlanks: Bool
    private let ignoresCase: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["ignore_blanks", "ignore_case"])
        ignoresBlanks = try options.truth("ignore_blanks", usual: false)
        ignoresCase = try options.truth("ignore_case", usual: false)
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.gold(of: Self.name).text else {
            throw TaskFault("the expected file is no text")
        }
        guard let text = result.text else { return 0 }
        return normalised(text) == normalised(wanted) ? 1 : 0
    }

    private func normalised(_ text: String) -> String {
        let text = ignoresBlanks ? text.withSingleBlanks : text
        return ignoresCase ? text.lowercased() : text
    }
}

/// How alike two text files are line by line, from 0 to 1.
struct DiffTextFile: Metric {
    static let name = "diff_text_file"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.gold(of: Self.name).lines else {
            throw TaskFault("the expected file is no text")
        }
        guard let lines = result.file?.lines else { return 0 }
        return try LineSimilarity(lines, wanted).ratio
    }
}

/// A file is exactly the rule's `expected`; with `containment_ok` it may have more around it.
struct CompareConfig: Metric {
    static let name = "compare_config"
    private let allowsMore: Bool

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["containment_ok"])
        allowsMore = try options.truth("containment_ok", usual: false)
    }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.rules(of: Self.name)["expected"]?.string else {
            throw TaskFault("compare_config needs expected rules with a text 'expected'")
        }
        guard let text = result.text else { return 0 }
        return text == wanted || (allowsMore && text.contains(wanted)) ? 1 : 0
    }
}

/// Two files hold the same number, or the same text; a number may stand within other words.
struct CompareResultFiles: Metric {
    static let name = "compare_result_files"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func score(_ result: Evidence, expected: Evidence?) throws -> Double {
        guard let wanted = try expected.gold(of: Self.name).text?.trimmed else {
            throw TaskFault("the expected file is no text")
        }
        guard let text = result.text?.trimmed else { return 0 }
        guard let number = Double(wanted) else { return text == wanted ? 1 : 0 }
        if text.contains(wanted) { return 1 }
        return Double(text).map { abs($0 - number) < 1e-4 } ?? false ? 1 : 0
    }
}

extension StringProtocol {
    /// Without white space at the ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
