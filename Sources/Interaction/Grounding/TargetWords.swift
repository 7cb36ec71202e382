/// Reads a role out of a target's words.
///
/// ```ebnf
/// words   = [ article ] [ ordinal ] [ state ] [ name ] role [ ("named" | "called" | "labelled") name ] { place } ;
/// place   = ("of" | "in") window | ("below" | "under") label | "right of" label ;
/// article = "the" | "a" | "an" ;      ordinal = "first" | "second" | … | "tenth" ;
/// ```
///
/// `the Save button`, `search field`, `checkbox below 'Options'`, `second row`, `close button of 'Untitled 1'`. A window or
/// label after the role is in quotes. Whether a label reads so itself is for who looks at the screen to find out: it
/// wins.
package enum TargetWords {
    private static let ordinals = [
        "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    ]
    private static let articles: Set<String> = ["the", "a", "an"]
    private static let naming: Set<String> = ["named", "called", "labelled", "labeled"]
    private static let closing: [Character: Character] = ["'": "'", "\"": "\"", "“": "”", "‘": "’"]

    /// A word, or words in quotes.
    private struct Token {
        var text: String
        var isQuoted: Bool

        var keyword: String? { isQuoted ? nil : text.lowercased() }
    }

    /// A target with the role that its words name.
    package struct Reading: Hashable, Sendable {
        /// What the words mean.
        package var target: Target
        /// Whether the words can hardly be meant otherwise: with an article, an ordinal, a state or quotes. `New Window`
        /// more likely is a label.
        package var isPlain: Bool
    }

    /// The target with the role that its words name; `nil` where they name none, or it has one already.
    package static func read(_ target: Target) -> Reading? {
        guard target.role == nil, target.image == nil, let tokens = tokens(of: target.text) else { return nil }
        var words = tokens[...]
        var result = target
        guard takePlaces(from: &words, into: &result) else { return nil }
        let hasArticle = words.count > 1 && words.first?.keyword.map(articles.contains) == true
        if hasArticle { words = words.dropFirst() }
        guard let (role, name) = role(in: words) else { return nil }
        var rest = name
        if result.nth == nil, let first = rest.first?.keyword, let index = ordinals.firstIndex(of: first) {
            result.nth = index + 1
            rest = rest.dropFirst()
        }
        if result.state == nil, let first = rest.first?.keyword, let state = StateDemand.words[first] {
            result.state = state
            rest = rest.dropFirst()
        }
        result.role = role
        result.text = rest.map(\.text).joined(separator: " ")
        let isPlain = hasArticle || rest.count < name.count || rest.isEmpty || tokens.contains(where: \.isQuoted)
        return Reading(target: result, isPlain: isPlain)
    }

    /// The role at the end of the words, before `named …`, or before a name in quotes; and the words of the name.
    private static func role(in words: ArraySlice<Token>) -> (ElementRole, ArraySlice<Token>)? {
        if let named = words.lastIndex(where: { $0.keyword.map(naming.contains) == true }), named > words.startIndex,
            named + 1 < words.endIndex, let (role, rest) = roleAtEnd(words[..<named])
        {
            return rest.isEmpty ? (role, words[(named + 1)...]) : nil
        }
        if words.count > 1, words.last?.isQuoted == true, let (role, rest) = roleAtEnd(words.dropLast()), rest.isEmpty {
            return (role, words.suffix(1))
        }
        return roleAtEnd(words)
    }

    /// The longest name of a role that the words end with.
    private static func roleAtEnd(_ words: ArraySlice<Token>) -> (ElementRole, ArraySlice<Token>)? {
        for count in stride(from: min(RoleWords.longest, words.count), to: 0, by: -1) {
            let last = words.suffix(count).compactMap(\.keyword)
            if last.count == count, let role = ElementRole(words: last.joined(separator: " ")) {
                return (role, words.dropLast(count))
            }
        }
        return nil
    }

    /// Takes `of 'window'`, `below 'label'` and `right of 'label'` from the end. Says whether what they say fits the target.
    private static func takePlaces(from words: inout ArraySlice<Token>, into target: inout Target) -> Bool {
        while words.count > 2, let last = words.last, last.isQuoted, let word = words.dropLast().last?.keyword {
            let isRight = word == "of" && words.dropLast(2).last?.keyword == "right"
            switch word {
            case "of" where isRight && words.count > 3:
                guard target.rightOf == nil else { return false }
                target.rightOf = last.text
            case "of", "in":
                guard target.inWindow == nil else { return false }
                target.inWindow = last.text
            case "below", "under":
                guard target.below == nil else { return false }
                target.below = last.text
            default: return true
            }
            words = words.dropLast(isRight ? 3 : 2)
        }
        return true
    }

    /// The words; `nil` where a quote is left open.
    private static func tokens(of text: String) -> [Token]? {
        var tokens: [Token] = []
        var rest = text[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if let quote = closing[first] {
                let inside = rest.dropFirst()
                guard let end = inside.firstIndex(of: quote) else { return nil }
                tokens.append(Token(text: String(inside[..<end]), isQuoted: true))
                rest = inside[end...].dropFirst()
            } else {
                let word = rest.prefix { !$0.isWhitespace }
                tokens.append(Token(text: String(word), isQuoted: false))
                rest = rest.dropFirst(word.count)
            }
        }
        return tokens
    }
}
