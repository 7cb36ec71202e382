import Interaction

/// What a check or a wait says of the state or the value of its target.
extension PlainClause {
    /// A target and what is said of it at the end of a check or a wait; `nil` where nothing is.
    ///
    /// The target is in quotes or names a role: `check Bold is pressed` looks for these words.
    func stated(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> (Target, isPresent: Bool)? {
        guard words.count > 2, let last = words.last else { return nil }
        guard last.isQuoted else { return try inState(words).map { ($0, true) } }
        let before = words.dropLast()
        if before.last?.keyword == "contains" {
            var target = try target(before.dropLast())
            target.contains = last.text
            return (target, true)
        }
        guard let (rest, isSo) = withoutIs(before) else { return nil }
        var target = try target(rest)
        target.value = last.text
        return (target, isSo)
    }

    /// The target that the words say is in a state.
    private func inState(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Target? {
        for count in [1, 2] where words.count > count + 1 {
            let phrase = words.suffix(count).compactMap(\.keyword).joined(separator: " ")
            guard let demand = StateDemand.words[phrase], let (rest, isSo) = withoutIs(words.dropLast(count)),
                rest.contains(where: \.isQuoted) || TargetWords.read(Target(Self.written(rest))) != nil
            else { continue }
            var target = try target(rest)
            if rest.first?.isQuoted == false, target.role == nil, let reading = TargetWords.read(target) {
                target = reading.target
            }
            target.state = isSo ? demand : demand.negated
            return target
        }
        return nil
    }

    /// The words before `is` or `is not`; `nil` where they do not end so.
    private func withoutIs(_ words: ArraySlice<PlainToken>) -> (ArraySlice<PlainToken>, isSo: Bool)? {
        let isNegative = words.last?.keyword == "not"
        let rest = isNegative ? words.dropLast() : words
        guard rest.count > 1, rest.last?.keyword == "is" else { return nil }
        return (rest.dropLast(), !isNegative)
    }
}
