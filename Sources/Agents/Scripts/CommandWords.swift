/// A command line as words: quotes are read as a shell reads them, and nothing else means anything.
///
/// `--text='two words'` is one word, `it"'"s` is `it's`, `''` is an empty word. Between quotes everything stands for
/// itself, a backslash too; there are no variables, patterns or substitutions anywhere.
package enum CommandWords {
    /// A word, and where it ends in its text.
    package struct Word: Hashable, Sendable {
        /// The word without its quotes.
        package let text: String
        /// The position after its last character in the text.
        package let end: String.Index
        /// Whether any part of it was quoted.
        package let isQuoted: Bool
    }

    /// Opening quotes and what closes them.
    private static let closing: [Character: Character] = ["'": "'", "\"": "\"", "“": "”", "‘": "’"]

    /// What a shell would read as more than a word, and nothing else does.
    private static let shellWords: Set<String> = ["|", "||", "&", "&&", ";", ">", ">>", "<", "2>", "2>&1", "&>"]

    /// The words of a whole line.
    ///
    /// - Parameter isOfPerson: whether a person or a model wrote it, who may take it for a shell's: what only a shell reads is
    ///   then refused.
    /// - Throws: ``ScriptError/openQuote(_:)``, ``ScriptError/needsShell(_:)``.
    package static func split(_ line: String, isOfPerson: Bool = false) throws(ScriptError) -> [String] {
        var words: [String] = []
        var index = line.startIndex
        while index < line.endIndex {
            if line[index].isWhitespace {
                index = line.index(after: index)
            } else {
                let word = try word(at: index, in: line)
                if isOfPerson, !word.isQuoted, shellWords.contains(word.text) { throw .needsShell(word.text) }
                words.append(word.text)
                index = word.end
            }
        }
        return words
    }

    /// The word that begins at `start`.
    ///
    /// - Parameter isEnd: whether an unquoted character ends the word, as white space always does.
    /// - Throws: ``ScriptError/openQuote(_:)``.
    package static func word(
        at start: String.Index, in line: String, until isEnd: (String.Index) -> Bool = { _ in false }
    ) throws(ScriptError) -> Word {
        var (text, index, isQuoted) = ("", start, false)
        while index < line.endIndex, !line[index].isWhitespace, !isEnd(index) {
            let next = line.index(after: index)
            guard let quote = closing[line[index]] else {
                text.append(line[index])
                index = next
                continue
            }
            guard let close = line[next...].firstIndex(of: quote) else {
                throw .openQuote(String(line[start...].prefix(40)))
            }
            text += line[next..<close]
            index = line.index(after: close)
            isQuoted = true
        }
        return Word(text: text, end: index, isQuoted: isQuoted)
    }
}
