import Formats
import Interaction
import JSON

/// Each rule's `selectors` (CSS, any of them) select something in the accessibility tree, and where the rule says `text`, the
/// text of one of those is it, or is as like it as it is with `"exact": false`.
struct CheckAccessibilityTree: Metric {
    static let name = "check_accessibility_tree"

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["osname"])
        guard try options.text("osname") ?? "ubuntu" == "ubuntu" else {
            throw TaskFault("expected the option 'osname' to be \"ubuntu\"")
        }
    }

    func check(rules: JSON) throws(TaskFault) { _ = try Rule.all(rules) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let rules = try Rule.all(try expected.rules(of: Self.name))
        let words = rules.map(\.words).joined(separator: "; ")
        let root: XMLTree
        switch try result.accessibilityTree(expected: words) {
        case .value(let tree): root = tree
        case .nothing(let missing): return missing
        }
        var score = 1.0
        for rule in rules {
            let found = rule.selector.elements(in: root)
            guard !found.isEmpty else {
                return CheckResult(0, expected: words, found: "nothing that \(rule.words) selects")
            }
            score *= try rule.likeness(of: found)
        }
        return CheckResult(score, expected: words, found: "\(root.elements.count) programs")
    }

    private struct Rule {
        let words: String
        let selector: XMLSelector
        let text: String?
        let isExact: Bool

        static func all(_ rules: JSON) throws(TaskFault) -> [Rule] {
            guard let list = rules.items, !list.isEmpty else {
                throw TaskFault("expected a list of rules with 'selectors'")
            }
            var read: [Rule] = []
            for rule in list { read.append(try Rule(rule)) }
            return read
        }

        init(_ rule: JSON) throws(TaskFault) {
            guard rule["xpath"] == nil else { throw TaskFault("'xpath' is not supported; use 'selectors'") }
            guard let selectors = rule["selectors"]?.strings, !selectors.isEmpty else {
                throw TaskFault("expected 'selectors' to be a list of CSS selectors")
            }
            words = selectors.joined(separator: ", ")
            selector = try XMLSelector(words)
            text = rule["text"]?.string
            isExact = rule["exact"]?.isTrueForPython ?? true
        }

        func likeness(of elements: [XMLTree]) throws -> Double {
            guard let text else { return 1 }
            var best = 0.0
            for element in elements where !element.leadingText.isEmpty {
                let found = element.leadingText
                let isSame = found.isSame(as: text)
                best = try max(best, isExact ? (isSame ? 1 : 0) : Similarity.ratio(found, text))
            }
            return best
        }
    }
}

/// Impress shows its panel of slides, a document called "Slides View".
struct CheckLeftPanel: Metric {
    static let name = "check_left_panel"
    private static let expected = "the panel of slides at the left"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        switch try result.accessibilityTree(expected: Self.expected) {
        case .nothing(let missing): return missing
        case .value(let root):
            let isShown = try !XMLSelector("document-frame[name=\"Slides View\"]").elements(in: root).isEmpty
            return CheckResult(
                holds: isShown, expected: Self.expected, found: isShown ? Self.expected : "no such panel")
        }
    }
}

extension Evidence {
    /// OSWorld's XML of the accessibility tree, with its prefixes.
    fileprivate func accessibilityTree(expected: String) throws -> ReadResult<XMLTree> {
        guard let text else { return .nothing(.missing(self, expected: expected)) }
        do {
            return .value(try XMLTree(Array(text.utf8), keepsPrefixes: true))
        } catch {
            return .nothing(CheckResult(0, expected: expected, found: "no accessibility tree: \(error)"))
        }
    }
}
