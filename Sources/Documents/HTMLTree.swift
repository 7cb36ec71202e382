/// What a piece of HTML is made of.
indirect enum HTMLNode: Sendable {
    case text(String)
    case element(HTMLElement)
}

struct HTMLElement: Sendable {
    /// In lower case.
    let name: String
    /// Names in lower case; of an attribute that occurs twice the first counts.
    let attributes: [(name: String, value: String)]
    var children: [HTMLNode] = []

    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }

    /// Its class names as one text, in lower case.
    var classNames: String { (self["class"] ?? "").lowercased() }

    /// The elements directly within.
    var elements: [HTMLElement] {
        children.compactMap { if case .element(let element) = $0 { element } else { nil } }
    }

    /// The first element of a name within, however deep.
    func first(_ names: Set<String>) -> HTMLElement? {
        for element in elements {
            if names.contains(element.name) { return element }
            if let found = element.first(names) { return found }
        }
        return nil
    }
}

/// The names that HTML treats specially.
enum HTMLNames {
    /// Elements without content.
    static let void: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
    ]
    /// Elements whose content is not HTML.
    static let raw: Set<String> = ["script", "style", "textarea", "title"]
    /// Elements that stand in lines of text.
    static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "em", "font", "i", "img", "input", "ins",
        "kbd", "label", "mark", "math", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
        "var", "wbr",
    ]
    static let headings: Set<String> = ["h1", "h2", "h3", "h4", "h5", "h6"]

    /// The open elements that the start of `name` ends, and those beyond which it ends none.
    static func closed(by name: String) -> (closed: Set<String>, bounds: Set<String>)? {
        switch name {
        case "li": (["li", "p"], ["ul", "ol"])
        case "dt", "dd": (["dt", "dd", "p"], ["dl"])
        case "tr": (["tr", "td", "th", "p"], ["table"])
        case "td", "th": (["td", "th", "p"], ["tr", "table"])
        case "thead", "tbody", "tfoot": (["thead", "tbody", "tfoot", "tr", "td", "th", "p"], ["table"])
        case _ where inline.contains(name): nil
        default: (["p"], ["td", "th", "li", "div", "body"])
        }
    }
}
