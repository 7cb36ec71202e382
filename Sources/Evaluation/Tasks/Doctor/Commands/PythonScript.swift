/// A script that a command gives to Python.
struct PythonScript: Hashable, Sendable {
    enum Source: Hashable, Sendable {
        /// After `-c`, or in a here-document.
        case text(String)
        /// In a file.
        case file(String)
        /// After `-m`.
        case module(String)
    }

    /// Python as the command names it, such as `python3`.
    let interpreter: String
    let source: Source

    /// `nil` for a command that is no Python, or that gives it nothing.
    init?(_ command: ShellSimpleCommand) {
        guard let word = command.words.first, Self.isPython(word.text) else { return nil }
        interpreter = word.text
        var rest = command.words.dropFirst().map(\.text)[...]
        while let option = rest.first, option.hasPrefix("-"), option.count > 1 {
            rest = rest.dropFirst()
            switch option {
            case "-c":
                guard let text = rest.first else { return nil }
                source = .text(text)
                return
            case "-m":
                guard let name = rest.first else { return nil }
                source = .module(name)
                return
            case "-W", "-X": rest = rest.dropFirst()
            default: break
            }
        }
        if let file = rest.first, file != "-" {
            source = .file(file)
        } else if let document = command.document {
            source = .text(document)
        } else {
            return nil
        }
    }

    private static func isPython(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        return name.hasPrefix("python") && name.dropFirst("python".count).allSatisfy { $0.isNumber || $0 == "." }
    }
}

/// The modules that Python code cannot do without.
enum PythonImports {
    /// The first parts of the names of modules that are imported outside of any `try`, each once.
    static func names(in code: String) -> [String] {
        var names: [String] = []
        var attempt: Int?
        for line in withoutLiterals(code).split(separator: "\n") {
            let indentation = line.prefix { $0 == " " || $0 == "\t" }.count
            let statement = line.drop { $0.isWhitespace }
            guard !statement.isEmpty else { continue }
            if let outer = attempt {
                let goesOn = ["except", "else", "finally"].contains { statement.hasPrefix($0) }
                if indentation > outer || goesOn { continue }
                attempt = nil
            }
            if statement.hasPrefix("try:") || statement.hasPrefix("try ") {
                attempt = indentation
            } else {
                names += statement.split(separator: ";").flatMap(imported)
            }
        }
        var known: Set<String> = []
        return names.filter { known.insert($0).inserted }
    }

    /// What one statement imports.
    private static func imported(_ statement: Substring) -> [String] {
        let words = statement.split { $0 == " " || $0 == "\t" }
        switch words.first {
        case "import":
            let list = words.dropFirst().joined(separator: " ").split(separator: ",")
            return list.compactMap { $0.split(separator: " ").first.flatMap(topName) }
        case "from" where words.count > 2 && words[2] == "import": return topName(words[1]).map { [$0] } ?? []
        default: return []
        }
    }

    private static func topName(_ module: Substring) -> String? {
        // A relative import begins with a dot, and is of the script's own folder.
        guard let name = module.split(separator: ".", omittingEmptySubsequences: false).first, !name.isEmpty,
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        return String(name)
    }

    /// The code without comments and the contents of strings, and with continued lines joined.
    private static func withoutLiterals(_ code: String) -> String {
        let text = Array(code)
        var (result, index) = ("", 0)
        while index < text.count {
            switch text[index] {
            case "#": while index < text.count, text[index] != "\n" { index += 1 }
            case "\\" where index + 1 < text.count && text[index + 1] == "\n": index += 2
            case "'", "\"":
                index = endOfString(text, from: index)
                result += "''"
            case let other:
                result.append(other)
                index += 1
            }
        }
        return result
    }

    private static func endOfString(_ text: [Character], from start: Int) -> Int {
        let quote = text[start]
        let isTriple = text[start...].starts(with: [quote, quote, quote])
        let end = isTriple ? [quote, quote, quote] : [quote]
        var index = start + end.count
        while index < text.count {
            if text[index] == "\\" {
                index += 2
            } else if text[index...].starts(with: end) {
                return index + end.count
            } else if !isTriple, text[index] == "\n" {
                return index
            } else {
                index += 1
            }
        }
        return text.count
    }
}
