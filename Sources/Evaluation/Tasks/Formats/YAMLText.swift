import Interaction

/// The part of YAML that settings files use, as JSON: nested maps and lists by indentation, plain and quoted scalars,
/// lists and maps in brackets, blocks of text, comments.
///
/// Anchors, tags, several documents and keys that are no scalars are refused.
package struct YAMLText {
    package let json: JSON

    package init(_ text: String) throws(FormatFault) {
        var lines: [YAMLLine] = []
        for line in text.textLines {
            if line.hasPrefix("---") || line.hasPrefix("...") {
                guard lines.allSatisfy(\.isBlank) else { throw FormatFault("it holds several documents") }
                continue
            }
            if !line.hasPrefix("%") { lines.append(YAMLLine(line)) }
        }
        var reader = YAMLReader(lines: lines)
        json = try reader.document()
    }
}

/// One line, its indentation, and the rest of it.
private struct YAMLLine {
    let indent: Int
    /// What stands on it, with its comment.
    let raw: String
    /// The same without a comment.
    var content: String

    init(_ line: String) {
        indent = line.prefix { $0 == " " }.count
        raw = String(line.dropFirst(indent))
        content = YAMLLine.withoutComment(raw)
    }

    /// The rest of a line after a list's dash or a key, as if it stood alone.
    init(indent: Int, content: String) {
        self.indent = indent
        raw = content
        self.content = content
    }

    var isBlank: Bool { content.isEmpty }
    var isItem: Bool { content == "-" || content.hasPrefix("- ") }

    private static func withoutComment(_ line: String) -> String {
        var quote: Character?
        var before: Character = " "
        var kept = ""
        for letter in line {
            if let open = quote {
                if letter == open, before != "\\" || open == "'" { quote = nil }
            } else if letter == "\"" || letter == "'", " [{,:-".contains(before) {
                quote = letter
            } else if letter == "#", before.isWhitespace {
                break
            }
            kept.append(letter)
            before = letter
        }
        return kept.trimmed
    }
}

private struct YAMLReader {
    private static let deepest = 64

    var lines: [YAMLLine]
    var index = 0

    mutating func document() throws(FormatFault) -> JSON {
        skipBlank()
        let value = try block(atLeast: 0, depth: 0)
        skipBlank()
        guard index == lines.count else { throw fault("something follows the end of the value") }
        return value
    }

    private func fault(_ problem: String) -> FormatFault { FormatFault("line \(index + 1) of it: \(problem)") }

    private mutating func skipBlank() {
        while index < lines.count, lines[index].isBlank { index += 1 }
    }

    /// The value that begins on the next line, if that is indented enough.
    private mutating func block(atLeast indent: Int, depth: Int) throws(FormatFault) -> JSON {
        guard depth < Self.deepest else { throw fault("it is nested too deeply") }
        skipBlank()
        guard index < lines.count, lines[index].indent >= indent else { return JSON(.null) }
        let line = lines[index]
        if line.isItem { return try list(line.indent, depth: depth) }
        if key(of: line.content) != nil { return try map(line.indent, depth: depth) }
        index += 1
        return try scalar(line.content, indent: line.indent)
    }

    private mutating func list(_ indent: Int, depth: Int) throws(FormatFault) -> JSON {
        var items: [JSON] = []
        while true {
            skipBlank()
            guard index < lines.count, lines[index].indent == indent, lines[index].isItem else { break }
            let rest = lines[index].content.dropFirst().trimmed
            if rest.isEmpty {
                index += 1
                items.append(try block(atLeast: indent + 1, depth: depth + 1))
            } else {
                let shift = lines[index].raw.dropFirst().prefix { $0 == " " }.count + 1
                lines[index] = YAMLLine(indent: indent + shift, content: rest)
                items.append(try block(atLeast: indent + 1, depth: depth + 1))
            }
        }
        return JSON(.array(items))
    }

    private mutating func map(_ indent: Int, depth: Int) throws(FormatFault) -> JSON {
        var members: [JSONMember] = []
        while true {
            skipBlank()
            guard index < lines.count, lines[index].indent == indent, let (name, rest) = key(of: lines[index].content)
            else { break }
            index += 1
            let value: JSON
            if rest.isEmpty {
                skipBlank()
                let isListBelow = index < lines.count && lines[index].indent == indent && lines[index].isItem
                value = try isListBelow ? list(indent, depth: depth + 1) : block(atLeast: indent + 1, depth: depth + 1)
            } else {
                value = try scalar(rest, indent: indent)
            }
            members.append(JSONMember(name, value))
        }
        if index < lines.count, lines[index].indent > indent { throw fault("its indentation fits nothing above it") }
        return JSON(.object(members))
    }

    /// The name before a colon, and what stands behind it.
    private func key(of content: String) -> (name: String, rest: String)? {
        if let quote = content.first, quote == "\"" || quote == "'" {
            guard let end = content.dropFirst().firstIndex(of: quote) else { return nil }
            let rest = content[content.index(after: end)...].trimmed
            guard rest.hasPrefix(":") else { return nil }
            return (String(content[content.index(after: content.startIndex)..<end]), rest.dropFirst().trimmed)
        }
        guard let first = content.first, !"[{|>&*!".contains(first) else { return nil }
        if content.hasSuffix(":"), !content.contains(": ") { return (String(content.dropLast()).trimmed, "") }
        guard let colon = content.firstRange(of: ": ") else { return nil }
        return (content[..<colon.lowerBound].trimmed, content[colon.upperBound...].trimmed)
    }

    private mutating func scalar(_ text: String, indent: Int) throws(FormatFault) -> JSON {
        switch text.first {
        case "&", "*", "!": throw fault("anchors and tags are not read")
        case "|", ">": return JSON(.string(textBlock(text, indent: indent)))
        default:
            var flow = FlowReader(text)
            guard let value = flow.value(), flow.isAtEnd else { throw fault("'\(text)' is not understood") }
            return value
        }
    }

    /// The indented lines of a text after `|` or `>`.
    private mutating func textBlock(_ header: String, indent: Int) -> String {
        var texts: [String] = []
        var margin: Int?
        while index < lines.count {
            let line = lines[index]
            guard line.raw.isEmpty || line.indent > indent else { break }
            if margin == nil, !line.raw.isEmpty { margin = line.indent }
            texts.append(String(repeating: " ", count: max(0, line.indent - (margin ?? 0))) + line.raw)
            index += 1
        }
        while texts.last?.trimmed.isEmpty ?? false { texts.removeLast() }
        let text = texts.map { $0.trimmed.isEmpty ? "" : $0 }.joined(separator: header.hasPrefix("|") ? "\n" : " ")
        return header.contains("-") ? text : text + "\n"
    }
}

/// Scalars, and lists and maps in brackets, on one line.
private struct FlowReader {
    private let letters: [Character]
    private var index = 0
    private var depth = 0

    init(_ text: String) { letters = Array(text) }

    var isAtEnd: Bool { letters[index...].allSatisfy(\.isWhitespace) }

    private mutating func skipSpace() {
        while index < letters.count, letters[index].isWhitespace { index += 1 }
    }

    mutating func value() -> JSON? {
        skipSpace()
        guard index < letters.count else { return JSON(.null) }
        switch letters[index] {
        case "[":
            return collection("]") { reader in reader.value().map { JSONMember("", $0) } }
                .map { JSON(.array($0.map(\.value))) }
        case "{": return collection("}") { reader in reader.member() }.map { JSON(.object($0)) }
        case "\"", "'": return quoted().map { JSON(.string($0)) }
        default: return Self.plain(unquoted())
        }
    }

    private mutating func collection(
        _ end: Character, _ item: (inout FlowReader) -> JSONMember?
    ) -> [JSONMember]? {
        depth += 1
        defer { depth -= 1 }
        guard depth < 32 else { return nil }
        index += 1
        var items: [JSONMember] = []
        while true {
            skipSpace()
            guard index < letters.count else { return nil }
            if letters[index] == end { break }
            guard let next = item(&self) else { return nil }
            items.append(next)
            skipSpace()
            guard index < letters.count, letters[index] == "," || letters[index] == end else { return nil }
            if letters[index] == "," { index += 1 }
        }
        index += 1
        return items
    }

    private mutating func member() -> JSONMember? {
        let isQuoted = letters[index] == "\"" || letters[index] == "'"
        let name = isQuoted ? quoted() : unquoted(isName: true)
        skipSpace()
        guard let name, index < letters.count, letters[index] == ":" else { return nil }
        index += 1
        return value().map { JSONMember(name, $0) }
    }

    private mutating func quoted() -> String? {
        let quote = letters[index]
        index += 1
        var text = ""
        while index < letters.count {
            let letter = letters[index]
            index += 1
            if letter == quote {
                guard quote == "'", index < letters.count, letters[index] == "'" else { return text }
                index += 1
                text.append("'")
            } else if letter == "\\", quote == "\"", index < letters.count {
                text.append(["n": "\n", "t": "\t", "r": "\r", "0": "\0"][letters[index]] ?? letters[index])
                index += 1
            } else {
                text.append(letter)
            }
        }
        return nil
    }

    private mutating func unquoted(isName: Bool = false) -> String {
        let start = index
        let ends: [Character] = depth > 0 ? [",", "]", "}"] : []
        while index < letters.count, !ends.contains(letters[index]), !(isName && letters[index] == ":") { index += 1 }
        return String(letters[start..<index]).trimmed
    }

    /// What a plain scalar means: the readers of YAML 1.1 take `yes` and `on` for truth values.
    private static func plain(_ text: String) -> JSON {
        switch text {
        case "", "~", "null", "Null", "NULL": return JSON(.null)
        case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON": return JSON(.bool(true))
        case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF": return JSON(.bool(false))
        default: break
        }
        let digits = text.replacing("_", with: "")
        if digits.hasPrefix("0x"), let number = Int(digits.dropFirst(2), radix: 16) {
            return JSON(.number(Double(number)))
        }
        let isNumber = digits.first.map { $0.isNumber || "+-.".contains($0) } ?? false
        if isNumber, let number = Double(digits), number.isFinite { return JSON(.number(number)) }
        return JSON(.string(text))
    }
}
