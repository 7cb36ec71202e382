extension DocumentLayout {
    /// The answer as clean HTML: well formed, without places, colours, scripts and links to anything but the web.
    ///
    /// What is kept are the elements of documents, `class`, `format`, spans of cells, and descriptions of pictures.
    package var html: String {
        var text = "<!DOCTYPE html>\n<html>\n<head><meta charset=\"utf-8\"></head>\n<body>\n"
        for node in Self.body(of: nodes) { Self.append(node, to: &text) }
        return text.trimmed + "\n</body>\n</html>\n"
    }

    /// What stands within `html` and `body`.
    private static func body(of nodes: [HTMLNode]) -> [HTMLNode] {
        nodes.flatMap { node -> [HTMLNode] in
            guard case .element(let element) = node, element.name == "html" || element.name == "body" else {
                return [node]
            }
            return body(of: element.children)
        }
    }

    private static let kept: Set<String> = [
        "h1", "h2", "h3", "h4", "h5", "h6", "p", "div", "span", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption",
        "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col", "img", "figure", "figcaption", "pre", "code",
        "blockquote", "br", "hr", "b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "small", "a", "header",
        "footer", "section", "article", "main", "nav", "aside", "address", "label", "input", "math", "kbd", "samp", "q",
        "cite", "mark", "abbr",
    ]
    private static let attributes: Set<String> = ["class", "format", "colspan", "rowspan", "alt", "start"]

    private static func append(_ node: HTMLNode, to text: inout String) {
        switch node {
        case .text(let plain): text += HTMLEntities.escaped(plain)
        case .element(let element):
            guard kept.contains(element.name) else {
                for child in element.children { append(child, to: &text) }
                return
            }
            text += "<\(element.name)\(written(element))>"
            if HTMLNames.void.contains(element.name) { return }
            for child in element.children { append(child, to: &text) }
            text += "</\(element.name)>"
        }
    }

    private static func written(_ element: HTMLElement) -> String {
        element.attributes.compactMap { name, value in
            var value = value
            switch (element.name, name) {
            case (_, "class"): value = className(value)
            case (_, _) where attributes.contains(name): break
            case ("a", "href"): guard InlineText.isLink(value) else { return nil }
            case ("input", "type"), ("input", "checked"): break
            default: return nil
            }
            return " \(name)=\"\(HTMLEntities.escaped(value))\""
        }.joined()
    }

    /// Printed and handwritten formulas are formulas alike.
    private static func className(_ name: String) -> String {
        name.hasPrefix("formula.") ? "formula" : name
    }
}
