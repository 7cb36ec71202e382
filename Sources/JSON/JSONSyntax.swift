/// Which texts are read as JSON: RFC 8259, or a named deviation from it.
///
/// All modes share one grammar of strings, numbers and white space, bounded depth, and names that are the same only if
/// they have the same code points. Numbers are kept exactly (``JSONNumber``).
package struct JSONSyntax: Sendable {
    /// The depth that ``strict`` and ``lenient`` read: more than any file of ours or answer of a model has, and few enough
    /// levels for code that walks a value recursively.
    package static let defaultMaximumDepth = 128

    /// How many arrays and objects may lie in each other.
    package var maximumDepth = defaultMaximumDepth
    /// Accepts what models write: single quotes, trailing commas, raw control characters in strings, Python's literals,
    /// and closing brackets that are missing at the end of the text, of a tag or of a code fence.
    let isLenient: Bool
    /// Accepts what Python's `json` writes and reads: `NaN`, `Infinity`, numbers too large for a `Double`, and halves of
    /// surrogate pairs, which become U+FFFD. Of a name that occurs twice the last value counts.
    let isPython: Bool

    /// RFC 8259. A name that occurs twice in an object, half a surrogate pair, and a number too large for a `Double` are
    /// errors.
    package static let strict = JSONSyntax(isLenient: false, isPython: false)
    /// JSON in a model's answer.
    package static let lenient = JSONSyntax(isLenient: true, isPython: false)
    /// As Python's `json.loads`, which gives up at about this depth.
    package static let python = JSONSyntax(maximumDepth: 990, isLenient: false, isPython: true)
}
