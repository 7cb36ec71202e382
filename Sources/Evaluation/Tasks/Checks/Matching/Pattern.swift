import Foundation
import Interaction

/// A regular expression of a task, which is searched for anywhere in a text, as Python's `re.search` does.
struct Pattern: Sendable {
    private let pattern: BoundedPattern

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
            pattern = try BoundedPattern(
                text.replacing("(?P<", with: "(?<").replacing("\\Z", with: "\\z"), options: options)
        } catch {
            throw TaskFault("'\(text)' is no regular expression")
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
