import Agents
import Interaction

/// Steps that wait or check.
extension PlainClause {
    /// Units of time, in seconds.
    private static let units: [String: Double] = [
        "second": 1, "seconds": 1, "s": 1, "minute": 60, "minutes": 60, "millisecond": 0.001, "milliseconds": 0.001,
        "ms": 0.001,
    ]

    func wait(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        var words = words
        let first = words.first?.keyword
        guard first == "for" || first == "until" else {
            guard let time = try seconds(words) else {
                throw refusal(
                    "'wait' needs a number of seconds with its unit, as in 'wait 2 seconds', 'for' or 'until'")
            }
            return .act(.wait(time))
        }
        words = words.dropFirst()
        var timeout = Script.patience
        if let within = words.lastIndex(where: { $0.keyword == "within" }), within > words.startIndex {
            guard let time = try seconds(words[(within + 1)...]) else {
                throw refusal("'within' needs a number of seconds")
            }
            timeout = time
            words = words[..<within]
        }
        guard first == "until" else { return .waitFor(try target(words), present: true, timeout: timeout) }
        if let (target, isPresent) = try stated(words) {
            return .waitFor(target, present: isPresent, timeout: timeout)
        }
        let (isPresent, rest) = try ending(words)
        return .waitFor(try target(rest), present: isPresent, timeout: timeout)
    }

    /// A check after which the steps go on where it does not hold.
    func softly(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> ScriptStep {
        if words.first?.keyword == "screen" { return try screenLike(words.dropFirst(), softly: true) }
        guard let verb = words.first?.keyword, Self.checks.contains(verb) else {
            throw refusal("'softly' is for checks, as in \"softly check 'Saved'\"")
        }
        return try check(words.dropFirst(), softly: true)
    }

    func check(_ words: ArraySlice<PlainToken>, softly: Bool = false) throws(PlainStepsError) -> ScriptStep {
        var words = words
        var isPresent = true
        if words.count > 1, words.first?.keyword == "that" { words = words.dropFirst() }
        if words.first?.keyword == "there", ["is", "are"].contains(words.dropFirst().first?.keyword) {
            words = words.dropFirst(2)
        }
        let isRough = words.count > 1 && words.first?.keyword == "roughly"
        if isRough { words = words.dropFirst() }
        if words.first?.keyword == "no" { (words, isPresent) = (words.dropFirst(), false) }
        if !isRough, let (target, isSo) = try stated(words) {
            return .assert(target, present: isPresent == isSo, softly: softly)
        }
        for (state, isThere) in Self.states
        where words.count > state.count && words.suffix(state.count).map(\.keyword) == state {
            words = words.dropLast(state.count)
            isPresent = isPresent == isThere
            break
        }
        var target = try target(words)
        target.isRough = isRough
        return .assert(target, present: isPresent, softly: softly)
    }

    /// What can be said of a target at the end of a check.
    private static let states: [([String], Bool)] = [
        (["is", "not", "there"], false), (["is", "not", "shown"], false), (["is", "gone"], false),
        (["is", "there"], true), (["is", "shown"], true),
    ]

    /// Takes what a target is to do from the end of a wait.
    private func ending(
        _ words: ArraySlice<PlainToken>
    ) throws(PlainStepsError) -> (isPresent: Bool, ArraySlice<PlainToken>) {
        switch words.last?.keyword {
        case "appears": return (true, words.dropLast())
        case "disappears", "vanishes": return (false, words.dropLast())
        case "gone" where words.dropLast().last?.keyword == "is": return (false, words.dropLast(2))
        default: throw refusal("'wait until' ends with 'appears', 'disappears' or 'is gone'")
        }
    }

    func seconds(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Duration? {
        guard words.count == 2, let number = words.first.flatMap({ Double($0.text) }),
            let unit = words.last?.keyword.flatMap({ Self.units[$0] })
        else { return nil }
        guard (0...3600).contains(number * unit) else { throw refusal("0 to 3600 seconds can be waited") }
        return .seconds(number * unit)
    }
}
