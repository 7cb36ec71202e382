import Agents

/// A word or a quoted text of plain steps.
struct PlainToken: Hashable, Sendable {
    var text: String
    var isQuoted: Bool
    /// Where it stands in the instruction.
    var range: Range<String.Index>
    var source: String

    /// The word in lower case, if it may be a keyword of the grammar.
    var keyword: String? { isQuoted ? nil : text.lowercased() }

    private static let closing: [Character: Character] = ["'": "'", "\"": "\"", "“": "”", "‘": "’"]

    /// The words of one step, and how they are joined to those before.
    struct Clause {
        var tokens: [PlainToken] = []
        /// The `and` or `then` before it, where only that word separates it from the step before.
        var joint: PlainToken?
    }

    /// Splits an instruction into its steps, each as its tokens.
    static func clauses(of instruction: String) throws(PlainStepsError) -> [Clause] {
        var clauses = [Clause()]
        var index = instruction.startIndex
        while index < instruction.endIndex {
            if isSeparator(at: index, in: instruction) {
                try refuseSentence(in: clauses[clauses.count - 1], endingAt: index, in: instruction)
                clauses.append(Clause())
                index = instruction.index(after: index)
            } else if instruction[index].isWhitespace {
                index = instruction.index(after: index)
            } else {
                let current = clauses[clauses.count - 1]
                let isCommand = PlainClause.launches(current.tokens.first)
                let token = try isCommand ? argument(at: index, in: instruction) : token(at: index, in: instruction)
                index = token.range.upperBound
                if token.isJoining, !current.expectsAnd {
                    clauses.append(Clause(joint: current.tokens.isEmpty ? current.joint : token))
                } else {
                    clauses[clauses.count - 1].tokens.append(token)
                }
            }
        }
        return clauses.filter { !$0.tokens.isEmpty }
    }

    /// Refuses a dot that may end a typed text as well as its step.
    private static func refuseSentence(
        in clause: Clause, endingAt index: String.Index, in text: String
    ) throws(PlainStepsError) {
        guard text[index] == ".", clause.tokens.first?.keyword == "type", clause.tokens.last?.isQuoted == false,
            !text[index...].dropFirst().allSatisfy(\.isWhitespace)
        else { return }
        throw PlainClause(clause.tokens).refusal("the dot may belong to the text or end it; put the text in quotes")
    }

    /// Whether this word joins steps.
    private var isJoining: Bool { keyword == "and" || keyword == "then" }

    private static func token(at start: String.Index, in text: String) throws(PlainStepsError) -> PlainToken {
        if let quote = closing[text[start]] {
            let inside = text.index(after: start)
            guard let end = closingQuote(quote, from: inside, in: text) else {
                throw .openQuote(String(text[start...].prefix(40)))
            }
            return PlainToken(
                text: String(text[inside..<end]), isQuoted: true, range: start..<text.index(after: end), source: text)
        }
        var end = start
        while end < text.endIndex, !text[end].isWhitespace, !isSeparator(at: end, in: text) {
            end = text.index(after: end)
        }
        return PlainToken(text: String(text[start..<end]), isQuoted: false, range: start..<end, source: text)
    }

    /// A word of a command, in which quotes may stand anywhere.
    private static func argument(at start: String.Index, in text: String) throws(PlainStepsError) -> PlainToken {
        do throws(ScriptError) {
            let word = try CommandWords.word(at: start, in: text) { isSeparator(at: $0, in: text) }
            return PlainToken(text: word.text, isQuoted: word.isQuoted, range: start..<word.end, source: text)
        } catch {
            throw .openQuote(String(text[start...].prefix(40)))
        }
    }

    /// The quote that ends a quoted text: one that no letter or digit follows, so that `'it's'` is one text.
    private static func closingQuote(_ quote: Character, from start: String.Index, in text: String) -> String.Index? {
        var index = start
        while index < text.endIndex {
            let next = text.index(after: index)
            if text[index] == quote, next == text.endIndex || !(text[next].isLetter || text[next].isNumber) {
                return index
            }
            index = next
        }
        return nil
    }

    private static func isSeparator(at index: String.Index, in text: String) -> Bool {
        switch text[index] {
        case ";": return true
        case "\n", "\r\n": return true
        case ".": return isEndOfSentence(at: index, in: text)
        case ",":
            let next = text.index(after: index)
            guard index > text.startIndex, next < text.endIndex else { return true }
            return !(text[text.index(before: index)].isNumber && text[next].isNumber)
        default: return false
        }
    }

    /// Whether the dot ends the instruction, or a sentence before another step.
    private static func isEndOfSentence(at index: String.Index, in text: String) -> Bool {
        guard index > text.startIndex, !text[text.index(before: index)].isWhitespace, !endsWithDots(at: index, in: text)
        else { return text[index...].dropFirst().allSatisfy(\.isWhitespace) && !endsWithDots(at: index, in: text) }
        let rest = text[text.index(after: index)...]
        guard let next = rest.first else { return true }
        guard next.isWhitespace else { return false }
        guard let word = rest.split(whereSeparator: \.isWhitespace).first else { return true }
        return PlainClause.isVerb(word.lowercased()) || ["and", "then"].contains(word.lowercased())
    }

    /// Whether the dot is one of several, as in `Save As...`.
    private static func endsWithDots(at index: String.Index, in text: String) -> Bool {
        index > text.startIndex && text[text.index(before: index)] == "."
    }
}

extension PlainToken.Clause {
    /// Whether the `and` of `hold ctrl and click`, or of `press and hold`, is still to come.
    fileprivate var expectsAnd: Bool {
        switch tokens.first?.keyword {
        case "hold": !tokens.contains { ["and", "for"].contains($0.keyword) }
        case "press": tokens.count == 1
        default: false
        }
    }
}
