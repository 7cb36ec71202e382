import Interaction

/// Reads calls such as `click(start_box='(10,20)')` from an answer, in one pass.
///
/// Models forget to escape quotes and to close calls, so a quote ends a text only where something follows that can come
/// after a text, and a call may end with the answer. Nothing is evaluated: a value is a text, a number, a word, or a list of
/// such, and anything else is an error.
struct CallExpressionReader {
    private let characters: [Character]
    private(set) var index: Int
    /// Whether all arguments have names, so that a comma inside a text with bare quotes ends none.
    private let isNamed: Bool
    private static let deepest = 8

    init(_ text: Substring, isNamed: Bool) {
        characters = Array(text)
        index = 0
        self.isNamed = isNamed
    }

    /// Whether everything has been read.
    var isAtEnd: Bool { index >= characters.count }

    /// Steps over what stands before a call: space, the fence of a code block, and the mark of a list such as `1.` and `-`.
    mutating func skipDecoration() {
        while let next = peek {
            if next.isWhitespace || ";,•".contains(next) {
                index += 1
            } else if next == "`" {
                while peek == "`" { index += 1 }
                while let letter = peek, letter.isLetter { index += 1 }
            } else if next.isNumber || "-*".contains(next), let end = listMark() {
                index = end
            } else {
                return
            }
        }
    }

    /// The end of a list's mark that begins here; `nil` where none does.
    private func listMark() -> Int? {
        var end = index
        while end < characters.count, characters[end].isNumber { end += 1 }
        guard end < characters.count else { return nil }
        let isMark = end > index ? ".)".contains(characters[end]) : "-*".contains(characters[end])
        return isMark ? end + 1 : nil
    }

    /// Whether a comment of Python begins here.
    var isAtComment: Bool { peek == "#" }

    /// The line from here on.
    var line: String { String(characters[index...].prefix { !$0.isNewline }.prefix(200)) }

    /// Steps to the beginning of the next line.
    mutating func skipLine() {
        while index < characters.count, !characters[index].isNewline { index += 1 }
        while index < characters.count, characters[index].isNewline { index += 1 }
    }

    /// The call that begins here; `nil`, and nothing read, where none does.
    mutating func call() throws(ActionTextError) -> CallExpression? {
        let start = index
        guard let name = dottedName(), peek == "(" else {
            index = start
            return nil
        }
        index += 1
        var arguments: [CallExpression.Argument] = []
        while true {
            skipBlank()
            guard let next = peek, next != ")" else { break }
            if next == "," {
                index += 1
                continue
            }
            // A closing tag or a fence ends a call whose parenthesis is missing.
            if next == "<" || next == "`" { break }
            arguments.append(try argument())
        }
        if peek == ")" { index += 1 }
        return CallExpression(name: name, arguments: arguments, text: String(characters[start..<index]))
    }

    private var peek: Character? { index < characters.count ? characters[index] : nil }

    private mutating func skipBlank() {
        while let next = peek, next.isWhitespace { index += 1 }
    }

    private mutating func dottedName() -> String? {
        let start = index
        guard let first = peek, first.isASCII, first.isLetter || first == "_" else { return nil }
        while let next = peek, next.isASCII, next.isLetter || next.isNumber || next == "_" || next == "." { index += 1 }
        return String(characters[start..<index])
    }

    private mutating func argument() throws(ActionTextError) -> CallExpression.Argument {
        let start = index
        if let name = dottedName() {
            skipBlank()
            if peek == "=" {
                index += 1
                skipBlank()
                return CallExpression.Argument(name: name, value: try value(depth: 0))
            }
            index = start
        }
        return CallExpression.Argument(name: nil, value: try value(depth: 0))
    }

    private mutating func value(depth: Int) throws(ActionTextError) -> CallExpression.Value {
        guard let next = peek else { throw .cutOff(inside: "a call") }
        guard depth < Self.deepest else { throw .malformed(reason: "lists are nested more than \(Self.deepest) deep") }
        switch next {
        case "'", "\"": return .text(try string())
        case "[", "(": return .list(try list(depth: depth))
        case "-", "+", ".", "0"..."9": return try number()
        default:
            let start = index
            guard let word = dottedName() else { throw .malformed(reason: "'\(next)' begins no value") }
            // A prefix such as f or r belongs to the text behind it.
            if word.count <= 2, let quote = peek, quote == "'" || quote == "\"" { return .text(try string()) }
            // A call inside of a call would have to be run.
            guard peek != "(" else {
                index = start
                throw .malformed(reason: "'\(word)(' is a call inside of a call, and calls are read, not run")
            }
            return .word(word)
        }
    }

    private mutating func list(depth: Int) throws(ActionTextError) -> [CallExpression.Value] {
        let closing: Character = peek == "[" ? "]" : ")"
        index += 1
        var items: [CallExpression.Value] = []
        while true {
            skipBlank()
            guard let next = peek else { throw .cutOff(inside: "a list") }
            if next == closing { break }
            if next == "," { index += 1 } else { items.append(try value(depth: depth + 1)) }
        }
        index += 1
        return items
    }

    private mutating func number() throws(ActionTextError) -> CallExpression.Value {
        let start = index
        while let next = peek, next.isASCII, next.isNumber || "+-.eE_".contains(next) { index += 1 }
        let text = String(characters[start..<index])
        guard let number = Double(text.filter { $0 != "_" }), number.isFinite else {
            throw .malformed(reason: "'\(text)' is no number")
        }
        skipBlank()
        // Such as 2*x: it would have to be computed.
        if let next = peek, "*/%+".contains(next) {
            throw .malformed(reason: "'\(text) \(next)' would have to be computed")
        }
        return .number(number)
    }

    /// A text in one or three quotes.
    private mutating func string() throws(ActionTextError) -> String {
        let quote = characters[index]
        let isTriple = index + 2 < characters.count && characters[index + 1] == quote && characters[index + 2] == quote
        index += isTriple ? 3 : 1
        var text = ""
        while let next = peek {
            if next == "\\" {
                index += 1
                text += escape()
            } else if next == quote, isTriple ? isTripled(quote) : isEnd(of: quote, at: index) {
                index += isTriple ? 3 : 1
                return text
            } else {
                text.append(next)
                index += 1
            }
        }
        throw .cutOff(inside: "a string")
    }

    private func isTripled(_ quote: Character) -> Bool {
        index + 2 < characters.count && characters[index + 1] == quote && characters[index + 2] == quote
    }

    /// Whether a quote ends a text: behind it the call ends, or another argument begins.
    private func isEnd(of quote: Character, at place: Int) -> Bool {
        guard let next = afterSpace(place + 1) else { return true }
        switch characters[next] {
        case ")": return isNamed ? endsCall(next) : true
        case ",": return beginsArgument(next + 1)
        case "]": return !isNamed
        case "<", "`": return true
        default: return false
        }
    }

    /// Whether the parenthesis at `place` can be the last of a call: nothing else of the text follows on its line, where that
    /// holds another quote and parenthesis.
    private func endsCall(_ place: Int) -> Bool {
        var next = place + 1
        while next < characters.count, !characters[next].isNewline {
            if ["'", "\""].contains(characters[next]), let after = afterSpace(next + 1), characters[after] == ")" {
                return beginsCall(place + 1)
            }
            next += 1
        }
        return true
    }

    /// Whether another call begins at `place`, behind space.
    private func beginsCall(_ place: Int) -> Bool {
        guard var next = afterSpace(place), characters[next].isLetter else { return false }
        while next < characters.count, characters[next].isLetter || characters[next] == "_" || characters[next] == "." {
            next += 1
        }
        return next < characters.count && characters[next] == "("
    }

    /// Whether an argument begins at `place`: with a name and an equals sign, or, where arguments need no names, any value.
    private func beginsArgument(_ place: Int) -> Bool {
        guard var next = afterSpace(place) else { return true }
        if !isNamed, "'\"[(-0123456789)".contains(characters[next]) { return true }
        guard characters[next].isLetter else { return false }
        while next < characters.count, characters[next].isLetter || characters[next] == "_" { next += 1 }
        guard let sign = afterSpace(next) else { return false }
        return characters[sign] == "="
    }

    private func afterSpace(_ place: Int) -> Int? {
        var next = place
        while next < characters.count, characters[next].isWhitespace { next += 1 }
        return next < characters.count ? next : nil
    }

    /// What a backslash and the character behind it stand for; both, where they stand for nothing.
    private mutating func escape() -> String {
        guard let next = peek else { return "\\" }
        index += 1
        switch next {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "\\", "'", "\"": return String(next)
        case "\n": return ""
        default: return "\\" + String(next)
        }
    }
}
