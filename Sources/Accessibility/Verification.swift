/// How much of a typed text arrived.
package enum Verification {
    /// The Unicode scalars of `typed` that stand, from its beginning and unchanged, directly before the caret.
    ///
    /// - Parameter found: what stands before the caret, at most as long as `typed`.
    package static func arrived(of typed: String, in found: String) -> Int {
        let wanted = Array(typed.unicodeScalars)
        let text = Array(found.unicodeScalars)
        for length in stride(from: min(wanted.count, text.count), to: 0, by: -1)
        where text.suffix(length).elementsEqual(wanted.prefix(length)) {
            return length
        }
        return 0
    }
}
