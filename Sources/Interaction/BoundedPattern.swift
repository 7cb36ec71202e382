package import Foundation

/// A regular expression whose search ends at a deadline, whatever the pattern and the text: a backtracking matcher may
/// otherwise take time exponential in the length of a text.
package struct BoundedPattern: Sendable {
    /// The expression as it was written.
    package let source: String
    private let expression: NSRegularExpression

    /// - Throws: what is wrong with the pattern.
    package init(_ source: String, options: NSRegularExpression.Options = []) throws {
        expression = try NSRegularExpression(pattern: source, options: options)
        self.source = source
    }

    /// Why a search has no result.
    package enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        case tookTooLong(pattern: String, characters: Int)
        case tooDeep(pattern: String, characters: Int)

        package var description: String {
            switch self {
            case .tookTooLong(let pattern, let characters):
                "the search for '\(pattern)' in \(characters) characters took too long; write a pattern with fewer "
                    + "nested repetitions"
            case .tooDeep(let pattern, let characters):
                "the search for '\(pattern)' in \(characters) characters took too much memory; write a pattern with "
                    + "fewer nested repetitions"
            }
        }
    }

    /// Whether it matches some part of `text`.
    ///
    /// - Throws: ``Failure``; a search that has no result by `deadline` ends about then.
    package func isFound(in text: String, before deadline: ContinuousClock.Instant) throws(Failure) -> Bool {
        var isFound = false
        var failure: Failure?
        unsafe expression.enumerateMatches(
            in: text, options: [.reportProgress, .reportCompletion], range: NSRange(text.startIndex..., in: text)
        ) { match, flags, stop in
            if match != nil {
                isFound = true
            } else if flags.contains(.internalError) {
                failure = .tooDeep(pattern: source, characters: text.count)
            } else if flags.contains(.progress), ContinuousClock.now > deadline {
                failure = .tookTooLong(pattern: source, characters: text.count)
            }
            if isFound || failure != nil { unsafe stop.pointee = true }
        }
        if isFound { return true }
        if let failure { throw failure }
        return false
    }
}
