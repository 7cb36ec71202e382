/// What an answer is held to while it is generated, one token at a time.
///
/// The generator asks about few tokens, the likeliest first. A greedy choice that was already valid is never changed; a
/// drawn one comes from the distribution of the allowed tokens.
package protocol TokenConstraint {
    /// Whether the token `id` may come next.
    mutating func allows(_ id: Int) -> Bool

    /// Takes `id` as the next token of the answer; it was allowed.
    mutating func accept(_ id: Int)

    /// All tokens that may come next, for those that know them sooner than by being asked about each; else `nil`.
    mutating func allowedTokens() -> TokenSet?

    /// The tokens that write what must come next, at most `count`; none where the answer has a choice. The model may still
    /// write the same text in other tokens.
    mutating func forced(_ count: Int) -> [Int]

    /// Whether the answer may end here.
    var isComplete: Bool { get }
}

extension TokenConstraint {
    package mutating func allowedTokens() -> TokenSet? { nil }
    package mutating func forced(_ count: Int) -> [Int] { [] }
}
