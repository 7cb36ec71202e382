import Foundation

/// A regular expression of a task, which is searched for anywhere in a text, as Python's `re.search` does.
struct Pattern: Sendable {
    private let expression: NSRegularExpression

    /// - Parameter flags: names of Python's flags, such as `I` or `DOTALL`.
    /// - Throws: ``TaskFault`` for a pattern or a flag that is not understood.
    init(_ text: String, flags: [String] = []) throws(TaskFault) {
        var options: NSRegularExpression.Options = [.useUnixLineSeparators]
        for flag in flags {
            switch flag {
            case "I", "IGNORECASE": options.insert(.caseInsensitive)
            case "S", "DOTALL": options.insert(.dotMatchesLineSeparators)
            case "M", "MULTILINE": options.insert(.anchorsMatchLines)
            case "X", "VERBOSE": options.insert(.allowCommentsAndWhitespace)
            case "U", "UNICODE": break
            default: throw TaskFault("unknown flag '\(flag)' of a regular expression; known are I, S, M, X, U")
            }
        }
        do {
            expression = try NSRegularExpression(
                pattern: Self.translated(text), options: options)
        } catch {
            throw TaskFault("'\(text)' is not a regular expression")
        }
    }

    /// The same expression in the words of ICU, where Python has its own.
    private static func translated(_ text: String) -> String {
        text.replacing("(?P<", with: "(?<").replacing(/\(\?P=(\w+)\)/) { "\\k<\($0.1)>" }.replacing("\\Z", with: "\\z")
    }

    /// The texts of the groups of the first match.
    func groups(in text: String) -> [String]? {
        guard let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) else {
            return nil
        }
        return (1..<match.numberOfRanges).map { group in
            Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
        }
    }

    func isFound(in text: String) -> Bool {
        expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }
}
