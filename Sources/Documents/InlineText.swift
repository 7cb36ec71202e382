import Foundation

/// Makes text, plain and as Markdown, of the nodes within a line.
struct InlineText {
    private var plain = ""
    private var markdown = ""

    /// The text of nodes, white space drawn together as HTML does.
    static func text(of nodes: [HTMLNode]) -> DocumentText {
        var text = InlineText()
        for node in nodes { text.add(node) }
        return DocumentText(plain: text.plain.trimmedLines, markdown: text.markdown.trimmedLines)
    }

    /// The text of nodes as it stands.
    static func raw(_ nodes: [HTMLNode]) -> String {
        nodes.map { node in
            switch node {
            case .text(let text): text
            case .element(let element): element.name == "br" ? "\n" : raw(element.children)
            }
        }.joined()
    }

    private mutating func add(_ node: HTMLNode) {
        switch node {
        case .text(let text): add(text)
        case .element(let element): add(element)
        }
    }

    private mutating func add(_ text: String) {
        var isSpace = false
        var drawn = ""
        for scalar in text.unicodeScalars {
            if scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" {
                isSpace = true
            } else {
                if isSpace { drawn += " " }
                isSpace = false
                drawn.unicodeScalars.append(scalar)
            }
        }
        if isSpace { drawn += " " }
        if plain.isEmpty || plain.last?.isWhitespace == true, drawn.hasPrefix(" ") { drawn.removeFirst() }
        plain += drawn
        markdown += Self.escaped(drawn)
    }

    private mutating func add(_ element: HTMLElement) {
        switch element.name {
        case "br": addBreak()
        case "b", "strong": wrap(element, "**", "**")
        case "i", "em", "var", "cite": wrap(element, "*", "*")
        case "s", "del", "strike": wrap(element, "~~", "~~")
        case "sub", "sup", "u": wrap(element, "<\(element.name)>", "</\(element.name)>")
        case "code", "kbd", "samp", "tt": addCode(InlineText.raw(element.children))
        case "a": wrap(element, "[", "](\(Self.link(element["href"] ?? "")))", if: Self.isLink(element["href"]))
        case "img": add(element["alt"] ?? "")
        case "input":
            if element["type"]?.lowercased() == "checkbox" { add(element["checked"] == nil ? "☐" : "☑") }
        case "math": addFormula(InlineText.raw(element.children).trimmed)
        default:
            if element.classNames.hasPrefix("formula") {
                addFormula(InlineText.raw(element.children).trimmed)
            } else {
                if !HTMLNames.inline.contains(element.name), !plain.isEmpty { addBreak() }
                for child in element.children { add(child) }
            }
        }
    }

    private mutating func addBreak() {
        plain += "\n"
        markdown += "  \n"
    }

    private mutating func addCode(_ code: String) {
        plain += code
        let fence = String(repeating: "`", count: code.contains("`") ? 2 : 1)
        markdown += code.isEmpty ? "" : "\(fence)\(code)\(fence)"
    }

    private mutating func addFormula(_ formula: String) {
        plain += formula
        markdown += formula.hasPrefix("$") || formula.isEmpty ? formula : "$\(formula)$"
    }

    private mutating func wrap(_ element: HTMLElement, _ start: String, _ end: String, if holds: Bool = true) {
        var inner = InlineText()
        // A blank at the edge belongs outside of the signs.
        inner.plain = plain.last.map(String.init) ?? ""
        let before = inner.plain
        for child in element.children { inner.add(child) }
        let text = String(inner.plain.dropFirst(before.count))
        plain += text
        let body = inner.markdown.trimmed
        guard holds, !body.isEmpty else {
            markdown += inner.markdown
            return
        }
        let lead = inner.markdown.first?.isWhitespace == true ? " " : ""
        let trail = inner.markdown.last?.isWhitespace == true ? " " : ""
        markdown += lead + start + body + end + trail
    }

    static func isLink(_ text: String?) -> Bool {
        guard let text = text?.trimmed.lowercased() else { return false }
        return ["http://", "https://", "mailto:", "#"].contains { text.hasPrefix($0) }
    }

    private static func link(_ text: String) -> String {
        text.trimmed.replacing(" ", with: "%20").replacing("(", with: "%28").replacing(")", with: "%29")
            .replacing("\n", with: "")
    }

    /// With a backslash before each sign that Markdown would take for its own.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_[]<>~|".contains(character) { result += "\\" }
            result.append(character)
        }
        return result
    }
}

extension DocumentText {
    init(plain: String) {
        self.init(plain: plain.trimmed, markdown: InlineText.escaped(plain.trimmed))
    }
}

extension String {
    /// Without white space around it, blank lines at its ends and blanks before each line.
    fileprivate var trimmedLines: String {
        let lines = trimmed.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.map { line in String(line.drop { $0 == " " }) }.joined(separator: "\n")
    }
}
