import Foundation
import Interaction

/// A regular expression of a task, which is searched for anywhere in a text, as Python's `re.search` does.
struct Pattern: Sendable {
    private let pattern: BoundedPattern
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
            let translated = Self.translated(text)
            expression = try NSRegularExpression(pattern: translated, options: options)
            pattern = try BoundedPattern(translated, options: options)
        } catch {
            throw TaskFault("'\(text)' is not a regular expression")
        }
    }

    /// The same expression in the words of ICU, where Python has its own.
    private static func translated(_ text: String) -> String {
        text.replacing("(?P<", with: "(?<").replacing(/\(\?P=(\w+)\)/) { "\\k<\($0.1)>" }.replacing("\\Z", with: "\\z")
    }

    /// The texts of the groups of the first match, for patterns of our own, which end soon.
    func groups(in text: String) -> [String]? {
        guard let match = expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) else {
            return nil
        }
        return (1..<match.numberOfRanges).map { group in
            Range(match.range(at: group), in: text).map { String(text[$0]) } ?? ""
        }
    }

    /// How long one check may search.
    static let patience = Duration.seconds(10)

    /// - Parameter deadline: for checks that search more than once.
    /// - Throws: ``EvidenceFault/ofGuest(_:)`` for a text on which the search has no result by then.
    func isFound(
        in text: String, before deadline: ContinuousClock.Instant = .now + patience
    ) throws(EvidenceFault) -> Bool {
        do {
            return try pattern.isFound(in: text, before: deadline)
        } catch {
            throw .ofGuest("\(error)")
        }
    }
}
