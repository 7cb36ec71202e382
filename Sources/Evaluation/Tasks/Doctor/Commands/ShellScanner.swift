import Formats

/// One part of a line for the shell.
enum ShellToken: Hashable {
    case word(ShellWord)
    case symbol(String)
    /// A here-document, by its place among the scanner's ``ShellScanner/documents``.
    case document(Int)
}

/// A word after its quotes were removed.
struct ShellWord: Hashable {
    var text = ""
    /// Whether nothing of it was quoted or escaped: only then it can be a keyword.
    var isPlain = true
    /// Whether nothing of it is replaced when the line is run.
    var isLiteral = true
}

/// Splits a line, or a script, into what the shell sees (POSIX.1-2017, Shell Command Language 2.3), and runs nothing.
struct ShellScanner {
    private(set) var tokens: [ShellToken] = []
    private(set) var documents: [String] = []
    /// Scripts in `$(…)`, in backquotes and in `<(…)`.
    private(set) var inner: [String] = []
    private let text: [Character]
    private var index = 0
    private var pending: [(document: Int, delimiter: String, stripsTabs: Bool)] = []

    /// Those of several characters first.
    private static let symbols = [
        "<<<", "<<-", "&>>", ";;&", "<<", "<&", "<>", "<(", ">>", ">&", ">|", ">(", "&&", "&>", ";;", ";&", "||", "|&",
        "<", ">", "&", ";", "|", "(", ")",
    ].map(Array.init)

    private static let endsOfWords: Set<Character> = [" ", "\t", "\r", "\n", "<", ">", "&", ";", "|", "(", ")"]

    init(_ line: String) {
        text = Array(line.replacing("\r\n", with: "\n"))
        while index < text.count { step() }
        readDocuments()
    }

    private mutating func step() {
        switch text[index] {
        case " ", "\t", "\r": index += 1
        case "\\" where isNext("\n"): index += 2
        case "#": while index < text.count, text[index] != "\n" { index += 1 }
        case "\n":
            index += 1
            tokens.append(.symbol("\n"))
            readDocuments()
        case "<", ">", "&", ";", "|", "(", ")": symbol()
        default: tokens.append(.word(word()))
        }
    }

    private func isNext(_ character: Character) -> Bool { index + 1 < text.count && text[index + 1] == character }

    private mutating func symbol() {
        guard let symbol = Self.symbols.first(where: { text[index...].starts(with: $0) }) else {
            index += 1
            return
        }
        // The number of a descriptor belongs to the redirection: `2>file`.
        if "<>".contains(symbol[0]), index > 0, text[index - 1].isNumber, case .word(let last)? = tokens.last,
            last.isPlain, last.text.allSatisfy(\.isNumber)
        {
            tokens.removeLast()
        }
        index += symbol.count
        switch String(symbol) {
        case "<<", "<<-": beginDocument(stripsTabs: symbol.count == 3)
        case "<(", ">(":
            inner.append(balanced())
            tokens.append(.word(ShellWord(isPlain: false, isLiteral: false)))
        case let other: tokens.append(.symbol(other))
        }
    }

    private mutating func beginDocument(stripsTabs: Bool) {
        while index < text.count, text[index] == " " || text[index] == "\t" { index += 1 }
        let delimiter = word().text
        pending.append((documents.count, delimiter, stripsTabs))
        tokens.append(.document(documents.count))
        documents.append("")
    }

    /// Reads the lines of the here-documents that were announced on the line before.
    private mutating func readDocuments() {
        for (document, delimiter, stripsTabs) in pending {
            var lines: [String] = []
            while index < text.count {
                let end = text[index...].firstIndex(of: "\n") ?? text.count
                let line = String(text[index..<end].drop { stripsTabs && $0 == "\t" })
                index = min(end + 1, text.count)
                if line == delimiter { break }
                lines.append(line)
            }
            documents[document] = lines.joined(separator: "\n")
        }
        pending = []
    }

    private mutating func word() -> ShellWord {
        var word = ShellWord()
        while index < text.count {
            // The list of an array: `a=(x y)`.
            if text[index] == "(", word.isPlain, word.text.hasSuffix("="), word.isAssignment {
                index += 1
                _ = balanced()
                word.isLiteral = false
            }
            guard index < text.count, !Self.endsOfWords.contains(text[index]) else { break }
            switch text[index] {
            case "'":
                let end = text[(index + 1)...].firstIndex(of: "'") ?? text.count
                word.text += String(text[(index + 1)..<end])
                word.isPlain = false
                index = min(end + 1, text.count)
            case "\"": quoted(&word)
            case "\\":
                word.isPlain = false
                if index + 1 < text.count, text[index + 1] != "\n" { word.text.append(text[index + 1]) }
                index = min(index + 2, text.count)
            case "$", "`": expansion(&word)
            case let other:
                word.text.append(other)
                index += 1
            }
        }
        return word
    }

    private mutating func quoted(_ word: inout ShellWord) {
        word.isPlain = false
        index += 1
        while index < text.count, text[index] != "\"" {
            switch text[index] {
            case "\\" where index + 1 < text.count && "$`\"\\\n".contains(text[index + 1]):
                if text[index + 1] != "\n" { word.text.append(text[index + 1]) }
                index += 2
            case "$", "`": expansion(&word)
            case let other:
                word.text.append(other)
                index += 1
            }
        }
        index = min(index + 1, text.count)
    }

    /// Steps over what the shell replaces, and keeps scripts in it.
    private mutating func expansion(_ word: inout ShellWord) {
        if text[index] == "`" {
            let end = text[(index + 1)...].firstIndex(of: "`") ?? text.count
            inner.append(String(text[(index + 1)..<end]))
            index = min(end + 1, text.count)
        } else if isNext("(") {
            index += 2
            let script = balanced()
            if !script.hasPrefix("(") { inner.append(script) }
        } else if isNext("{") {
            let end = text[index...].firstIndex(of: "}") ?? text.count
            index = min(end + 1, text.count)
        } else if index + 1 < text.count,
            text[index + 1].isLetter || text[index + 1].isNumber || "_?!@*#$".contains(text[index + 1])
        {
            index += 2
            while index < text.count, text[index].isLetter || text[index].isNumber || text[index] == "_" { index += 1 }
        } else {
            word.text.append("$")
            index += 1
            return
        }
        word.isLiteral = false
    }

    /// What stands before the closing parenthesis, which is stepped over.
    private mutating func balanced() -> String {
        let start = index
        var (depth, quote) = (1, Character?.none)
        while index < text.count {
            let character = text[index]
            if character == "\\", quote != "'" {
                index += 1
            } else if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
                if depth == 0 { break }
            }
            index += 1
        }
        let end = min(index, text.count)
        index = min(index + 1, text.count)
        return String(text[start..<end])
    }
}
