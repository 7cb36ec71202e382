import Formats

/// One program with its words, as the shell would start it.
struct ShellSimpleCommand: Hashable {
    var words: [ShellWord]
    /// The here-document that it reads, if any.
    var document: String?
}

/// The simple commands of a script (POSIX.1-2017, Shell Command Language 2.9), in the order of its text.
struct ShellCommands {
    private(set) var commands: [ShellSimpleCommand] = []
    /// Functions that the script defines.
    private(set) var functions: Set<String> = []
    /// Scripts inside of it, in `$(…)` and the like.
    let inner: [String]

    private static let keywords: Set = [
        "if", "then", "elif", "else", "fi", "while", "until", "do", "done", "!", "{", "}", "time", "coproc",
    ]
    private static let redirections: Set = ["<", ">", ">>", ">|", "<>", "<&", ">&", "&>", "&>>", "<<<"]

    private var current = ShellSimpleCommand(words: [])
    private var skipsWord = false
    private var openCases = 0
    private var isInPattern = false

    init(_ script: String) {
        let scanner = ShellScanner(script)
        inner = scanner.inner
        let tokens = scanner.tokens
        var index = 0
        while index < tokens.count {
            switch tokens[index] {
            case .word(let word): add(word)
            case .document(let number): current.document = scanner.documents[number]
            case .symbol("(") where !isInPattern && tokens[index...].dropFirst().first == .symbol("("):
                index = Self.endOfArithmetic(tokens, from: index)
            case .symbol(let symbol): separate(symbol, before: tokens[index...].dropFirst().first)
            }
            index += 1
        }
        finish()
    }

    /// The second of the two parentheses that close `((…))`.
    private static func endOfArithmetic(_ tokens: [ShellToken], from start: Int) -> Int {
        var index = start + 2
        while index + 1 < tokens.count, tokens[index] != .symbol(")") || tokens[index + 1] != .symbol(")") {
            index += 1
        }
        return index + 1
    }

    private mutating func add(_ word: ShellWord) {
        if skipsWord {
            skipsWord = false
        } else if isInPattern {
            if word.isPlain, word.text == "esac" { closeCase() }
        } else if current.words.isEmpty, word.isPlain, word.text == "esac" {
            closeCase()
        } else if current.words.isEmpty, word.isPlain, Self.keywords.contains(word.text) || word.isAssignment {
            return
        } else if current.words.first?.isPlain == true, current.words.first?.text == "case", word.text == "in" {
            current = ShellSimpleCommand(words: [])
            openCases += 1
            isInPattern = true
        } else if current.words.count == 2, current.words[0].text == "function" {
            finish()
            add(word)
        } else {
            current.words.append(word)
        }
    }

    private mutating func closeCase() {
        openCases = max(0, openCases - 1)
        isInPattern = false
    }

    private mutating func separate(_ symbol: String, before next: ShellToken?) {
        if Self.redirections.contains(symbol) {
            skipsWord = true
        } else if isInPattern {
            if symbol == ")" { isInPattern = false }
        } else if current.words.first?.text == "[[", current.words.last?.text != "]]" {
            return
        } else if symbol == "(", current.words.count == 1, current.words[0].isPlain, next == .symbol(")") {
            functions.insert(current.words[0].text)
            current = ShellSimpleCommand(words: [])
        } else {
            finish()
            if openCases > 0, [";;", ";&", ";;&"].contains(symbol) { isInPattern = true }
        }
    }

    private mutating func finish() {
        if current.words.first?.text == "function", current.words.count > 1 {
            functions.insert(current.words[1].text)
        } else if !current.words.isEmpty {
            commands.append(current)
        }
        current = ShellSimpleCommand(words: [])
        skipsWord = false
    }
}

extension ShellWord {
    /// `NAME=VALUE`, which stands before a command or alone.
    var isAssignment: Bool {
        guard let sign = text.firstIndex(of: "="), let first = text.first, first.isLetter || first == "_" else {
            return false
        }
        return text[..<sign].allSatisfy { $0.isLetter || $0.isNumber || "_+[]".contains($0) }
    }
}
