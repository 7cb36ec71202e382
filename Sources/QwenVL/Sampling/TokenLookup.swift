/// Guesses how an answer goes on: as the text went on where the last tokens stood before (prompt lookup decoding).
///
/// An agent's answers repeat the form of earlier ones, which are in its prompt. A guess costs nothing but a wider pass;
/// after wrong ones the lookup pauses for a while, so that a text that repeats nothing is not slowed down.
struct TokenLookup {
    /// So many tokens must be the same.
    private static let length = 3
    /// The longest pause, in tokens.
    private static let longestPause = 16

    private var ids: [Int]
    /// Where the text goes on after each run of ``length`` tokens, the latest place.
    private var places: [Run: Int] = [:]
    /// Where the text goes on after the last run, which is entered once something follows it.
    private var indexed = 0
    private var pause = 0
    private var nextPause = 1

    private struct Run: Hashable {
        let first: Int
        let second: Int
        let third: Int
    }

    /// - Parameter prompt: the tokens before the answer.
    init(_ prompt: [Int]) { ids = prompt }

    /// Takes the next token of the answer.
    mutating func append(_ id: Int) {
        ids.append(id)
        if pause > 0 { pause -= 1 }
    }

    /// Takes how many tokens of the last guess were right.
    mutating func judge(right: Int) {
        if right > 0 {
            nextPause = 1
        } else {
            pause = nextPause
            nextPause = min(2 * nextPause, Self.longestPause)
        }
    }

    /// The tokens that may follow, at most `count`; none where the last ones stood nowhere before.
    mutating func guess(_ count: Int) -> [Int] {
        guard count > 0, pause == 0, ids.count > Self.length else { return [] }
        for end in max(indexed, Self.length)..<ids.count { places[run(before: end)] = end }
        indexed = ids.count
        guard let place = places[run(before: ids.count)] else { return [] }
        return Array(ids[place...].prefix(count))
    }

    private func run(before end: Int) -> Run { Run(first: ids[end - 3], second: ids[end - 2], third: ids[end - 1]) }
}
