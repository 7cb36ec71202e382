import Images

/// Turns the tree of an answer into the elements of a document.
struct LayoutBuilder {
    let picture: Size<ModelSpace>?
    private(set) var elements: [DocumentElement] = []
    /// Inline nodes that stand between blocks.
    private var loose: [HTMLNode] = []

    init(picture: Size<ModelSpace>?) { self.picture = picture }

    mutating func add(_ nodes: [HTMLNode]) {
        for node in nodes {
            switch node {
            case .text: loose.append(node)
            case .element(let element):
                if HTMLNames.inline.contains(element.name), !isBlock(element) {
                    loose.append(node)
                } else {
                    endLoose()
                    add(element)
                }
            }
        }
        endLoose()
    }

    /// Pictures and marked ranges are separate elements, though HTML has them within lines.
    private func isBlock(_ element: HTMLElement) -> Bool {
        element.name == "img" || (element["data-bbox"] != nil && loose.isEmpty)
    }

    private mutating func endLoose() {
        let text = InlineText.text(of: loose)
        if !text.plain.isEmpty { elements.append(DocumentElement(content: .paragraph(text), box: nil)) }
        loose = []
    }

    private mutating func add(_ element: HTMLElement) {
        if let content = content(of: element) {
            elements.append(DocumentElement(content: content, box: box(of: element)))
        } else {
            var inner = LayoutBuilder(picture: picture)
            inner.add(element.children)
            // A box around a single thing without one is that thing's.
            if inner.elements.count == 1, inner.elements[0].box == nil, let box = box(of: element) {
                inner.elements[0] = DocumentElement(content: inner.elements[0].content, box: box)
            }
            elements += inner.elements
        }
    }

    /// What an element is; `nil` for one that only holds others.
    private func content(of element: HTMLElement) -> DocumentElement.Content? {
        if let special = specialContent(of: element) { return special }
        let text = { InlineText.text(of: element.children) }
        switch element.name {
        case "h1", "h2", "h3", "h4", "h5", "h6":
            return .heading(level: Int(element.name.dropFirst()) ?? 1, text())
        case "ul", "ol": return .list(isOrdered: element.name == "ol", items: items(of: element))
        case "table": return .table(table(element))
        case "img": return .image(DocumentText(plain: element["alt"] ?? ""))
        case "figure": return .image(caption(of: element))
        case "pre": return .code(InlineText.raw(element.children))
        case "header": return .header(text())
        case "footer": return .footer(text())
        case "math": return .formula(InlineText.raw(element.children).trimmed)
        case "hr": return nil
        default:
            let holdsBlocks = element.elements.contains { !HTMLNames.inline.contains($0.name) || $0.name == "img" }
            return holdsBlocks || element.name == "html" || element.name == "body" ? nil : paragraph(text())
        }
    }

    private func paragraph(_ text: DocumentText) -> DocumentElement.Content? {
        text.plain.isEmpty ? nil : .paragraph(text)
    }

    /// What the class names of "QwenVL HTML" say. Kinds of formulas have names such as `formula.handwritten`.
    private func specialContent(of element: HTMLElement) -> DocumentElement.Content? {
        let names = element.classNames
        guard element.name == "div" || element.name == "span" || element.name == "p" else { return nil }
        if names.hasPrefix("chemical formula") { return .molecule(InlineText.raw(element.children).trimmed) }
        if names.hasPrefix("formula") || names.hasPrefix("equation") {
            return .formula(Self.latex(InlineText.raw(element.children)))
        }
        if names.hasPrefix("music") { return .music(InlineText.raw(element.children).trimmed) }
        if names.hasPrefix("chart") {
            return .chart(element.first(["table"]).map(table), caption(of: element))
        }
        if names.hasPrefix("image") || names.hasPrefix("figure") { return .image(caption(of: element)) }
        if names.hasPrefix("header") { return .header(InlineText.text(of: element.children)) }
        if names.hasPrefix("footer") || names.hasPrefix("page") {
            return .footer(InlineText.text(of: element.children))
        }
        return nil
    }

    /// The text beside a picture, tables left out; the picture's own description where there is none.
    private func caption(of element: HTMLElement) -> DocumentText {
        let beside = element.children.filter {
            if case .element(let inner) = $0 { inner.name != "table" && inner.name != "img" } else { true }
        }
        let text = InlineText.text(of: beside)
        if text.plain.isEmpty, let description = element.first(["img"])?["alt"] {
            return DocumentText(plain: description)
        }
        return text
    }

    private static func latex(_ text: String) -> String {
        var text = text.trimmed
        for (start, end) in [("$$", "$$"), ("\\[", "\\]"), ("\\(", "\\)"), ("$", "$")]
        where text.hasPrefix(start) && text.hasSuffix(end) && text.utf8.count >= start.utf8.count + end.utf8.count {
            text = String(text.dropFirst(start.count).dropLast(end.count)).trimmed
        }
        return text
    }

    private func items(of list: HTMLElement) -> [DocumentElement.ListItem] {
        list.children.compactMap { node in
            guard case .element(let element) = node else { return nil }
            var lines: [HTMLNode] = []
            var blocks: [HTMLNode] = []
            for child in element.name == "li" ? element.children : [node] {
                if case .element(let inner) = child, ["ul", "ol", "table", "div", "pre", "figure"].contains(inner.name)
                {
                    blocks.append(child)
                } else {
                    lines.append(child)
                }
            }
            var inner = LayoutBuilder(picture: picture)
            inner.add(blocks)
            return DocumentElement.ListItem(
                text: InlineText.text(of: lines), box: box(of: element), parts: inner.elements)
        }
    }

    // MARK: tables

    private func table(_ element: HTMLElement) -> DocumentTable {
        var rows: [[DocumentTable.Cell]] = []
        addRows(of: element, isHead: false, to: &rows)
        let caption = element.first(["caption"]).map { InlineText.text(of: $0.children) }
        return DocumentTable(rows: rows, caption: caption)
    }

    private func addRows(of element: HTMLElement, isHead: Bool, to rows: inout [[DocumentTable.Cell]]) {
        for inner in element.elements {
            switch inner.name {
            case "tr": rows.append(inner.elements.compactMap { cell($0, isHead: isHead) })
            case "thead": addRows(of: inner, isHead: true, to: &rows)
            case "tbody", "tfoot": addRows(of: inner, isHead: false, to: &rows)
            // Cells without a row, as in answers that are cut together.
            case "td", "th": if let cell = cell(inner, isHead: isHead) { rows.append([cell]) }
            default: break
            }
        }
    }

    private func cell(_ element: HTMLElement, isHead: Bool) -> DocumentTable.Cell? {
        guard element.name == "td" || element.name == "th" else { return nil }
        func span(_ name: String) -> Int { min(max(Int(element[name]?.trimmed ?? "") ?? 1, 1), 100) }
        return DocumentTable.Cell(
            text: InlineText.text(of: element.children), isHeader: isHead || element.name == "th",
            columns: span("colspan"), rows: span("rowspan"), box: box(of: element))
    }

    // MARK: boxes

    private func box(of element: HTMLElement) -> Box<ModelSpace>? {
        guard let text = element["data-bbox"] else { return nil }
        let numbers = text.split { $0 == " " || $0 == "," || $0 == "[" || $0 == "]" }.map { Double($0) }
        guard numbers.count == 4, let x1 = numbers[0], let y1 = numbers[1], let x2 = numbers[2], let y2 = numbers[3],
            [x1, y1, x2, y2].allSatisfy({ abs($0) <= 1_000_000 })
        else { return nil }
        let box = Box<ModelSpace>(x: min(x1, x2), y: min(y1, y2), width: abs(x2 - x1), height: abs(y2 - y1))
        guard let picture else { return box.isEmpty ? nil : box }
        return box.intersection(picture.bounds)
    }
}

extension String {
    /// Without the white space around it.
    var trimmed: String {
        let scalars = unicodeScalars.drop { $0.properties.isWhitespace }
        guard let last = scalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
        return String(scalars[...last])
    }
}
