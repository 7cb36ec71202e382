import Interaction

/// How a step names the target that it is about.
extension PlainClause {
    /// A label and what narrows it down.
    func target(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Target {
        var words = words
        if words.count > 1, words.first?.text == "the", words.first?.isQuoted == false { words = words.dropFirst() }
        let cuts = words.indices.filter { isQualifier(at: $0, in: words) } + [words.endIndex]
        var target = try named(words[..<cuts[0]])
        guard !target.text.isEmpty || target.role != nil else { throw refusal("a target's words are missing") }
        for (start, end) in zip(cuts, cuts.dropFirst()) {
            try narrow(&target, by: words[start].keyword ?? "", words[(start + 1)..<end])
        }
        return target
    }

    /// A label, or a role with a name in quotes, as `field "Name"` and `close button of "Untitled 1"`.
    private func named(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> Target {
        if words.count > 1, words.contains(where: \.isQuoted),
            let reading = TargetWords.read(Target(Self.written(words)))
        {
            return reading.target
        }
        return Target(try label(words))
    }

    private func isQualifier(at index: Int, in words: ArraySlice<PlainToken>) -> Bool {
        switch words[index].keyword {
        case "in", "below": true
        case "right": index + 1 < words.endIndex && words[index + 1].keyword == "of"
        case "number": index + 1 < words.endIndex && Int(words[index + 1].text) != nil
        default: false
        }
    }

    private func narrow(
        _ target: inout Target, by qualifier: String, _ words: ArraySlice<PlainToken>
    ) throws(PlainStepsError) {
        var words = qualifier == "right" ? words.dropFirst() : words
        if words.count > 1, words.first?.keyword == "the" { words = words.dropFirst() }
        if qualifier == "in", words.count > 1, words.first?.keyword == "window" { words = words.dropFirst() }
        let text = try label(words)
        guard !text.isEmpty else {
            throw refusal("nothing follows '\(qualifier)'; put a label that holds this word in quotes")
        }
        switch qualifier {
        case "in" where target.inWindow == nil: target.inWindow = text
        case "below" where target.below == nil: target.below = text
        case "right" where target.rightOf == nil: target.rightOf = text
        case "number" where target.nth == nil && Int(text).map { (1...1000).contains($0) } == true:
            target.nth = Int(text)
        default: throw refusal("'\(qualifier)' is said twice, or of nothing; put labels in quotes")
        }
    }

    /// The text of a label, which is quoted as a whole or not at all.
    private func label(_ words: ArraySlice<PlainToken>) throws(PlainStepsError) -> String {
        guard words.count == 1 || !words.contains(where: \.isQuoted) else {
            throw refusal(
                "'\(Self.written(words))' is half in quotes; put nothing but the label's own words beside the verb")
        }
        return Self.text(words)
    }

    /// The text of one quoted token, or the words as they were written, quotes included where they stand among words.
    static func text(_ words: ArraySlice<PlainToken>) -> String {
        words.count == 1 ? words.first?.text ?? "" : written(words)
    }

    static func written(_ words: ArraySlice<PlainToken>) -> String {
        guard let first = words.first, let last = words.last else { return "" }
        return String(first.source[first.range.lowerBound..<last.range.upperBound])
    }
}

extension ArraySlice<PlainToken> {
    /// The parts before and after each unquoted `keyword`, empty ones kept.
    func split(separator keyword: String) -> [ArraySlice<PlainToken>] {
        split(omittingEmptySubsequences: false) { $0.keyword == keyword }
    }
}
