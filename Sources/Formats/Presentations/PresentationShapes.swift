/// What a slide, layout or master is filled with.
enum SlideFill {
    /// Nothing, so that what lies behind shows.
    case none
    case solid(SlideColour?)
    /// A gradient, a picture, a pattern.
    case other

    /// The background of a `cSld` element.
    init(background data: XMLTree) {
        guard let properties = data["bg"]?["bgPr"] else {
            self = .none
            return
        }
        self = SlideFill(properties) ?? .other
    }

    /// The fill that `properties` state; `nil` where they state none.
    init?(_ properties: XMLTree) {
        let names = ["noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill"]
        guard let element = properties.elements.first(where: { names.contains($0.name) }) else { return nil }
        self =
            switch element.name {
            case "noFill": .none
            case "solidFill": .solid(element.elements.first.flatMap(SlideColour.init))
            default: .other
            }
    }

    /// The colour that shows, with `back` behind it.
    func colour(over back: SlideFill?) -> SlideColour? {
        switch (self, back) {
        case (.solid(let colour), _), (.none, .solid(let colour)?): colour
        case (.none, _), (.other, _): nil
        }
    }
}

extension SlideColour {
    /// The colour that `element` states.
    init?(_ element: XMLTree) {
        let value = element.attributes["val"] ?? ""
        guard element.name == "srgbClr", let colour = SlideColour(hexadecimal: value) else {
            let changes = element.elements.map { " \($0.name) \($0.attributes["val"] ?? "")" }.joined()
            self = .named("\(element.name) \(value)\(changes)")
            return
        }
        self = colour
    }

    /// From six hexadecimal digits.
    package init?(hexadecimal text: String) {
        guard text.utf8.count == 6, text.utf8.allSatisfy({ UInt8(ascii: "+") != $0 && UInt8(ascii: "-") != $0 }),
            let number = Int(text, radix: 16)
        else { return nil }
        self = .rgb(red: number >> 16, green: number >> 8 & 255, blue: number & 255)
    }
}

extension XMLTree {
    /// A paragraph of which nothing is said.
    static let emptyParagraph = SlideParagraph(text: "", alignment: nil, level: 0, runs: [], defaultColour: nil)

    /// Whether the element is one of those that stand on a slide.
    var isShape: Bool { ["sp", "pic", "graphicFrame", "grpSp", "cxnSp", "contentPart"].contains(name) }

    /// The type and index of a placeholder; `nil` for what is none.
    var placeholder: (type: String, index: Int)? {
        guard let place = elements.first?["nvPr"]?["ph"]?.attributes else { return nil }
        return (place["type"] ?? "obj", place["idx"].flatMap(Int.init) ?? 0)
    }

    var shapeKind: SlideShape.Kind {
        switch name {
        case "grpSp": return .group
        case "cxnSp": return .connector
        case "graphicFrame":
            let kind = self["graphic"]?["graphicData"]?.attributes["uri"] ?? ""
            return kind.hasSuffix("/table") ? .table : kind.hasSuffix("/chart") ? .chart : .other
        case "pic":
            if placeholder != nil { return .placeholder }
            return elements.first?["nvPr"]?["videoFile"] == nil ? .picture : .media
        case "sp":
            if placeholder != nil { return .placeholder }
            if self["spPr"]?["custGeom"] != nil { return .freeform }
            let isTextBox = elements.first?["cNvSpPr"]?.attributes["txBox"]?.isXMLTrue ?? false
            return isTextBox ? .textBox : self["spPr"]?["prstGeom"] == nil ? .other : .autoShape
        default: return .other
        }
    }

    /// The place and size that a shape itself states.
    var shapeFrame: SlideFrame {
        let transform = name == "graphicFrame" ? self["xfrm"] : (self["spPr"] ?? self["grpSpPr"])?["xfrm"]
        func number(_ element: String, _ attribute: String) -> Int? {
            transform?[element]?.attributes[attribute].flatMap(Int.init)
        }
        return SlideFrame(
            left: number("off", "x"), top: number("off", "y"), width: number("ext", "cx"), height: number("ext", "cy"))
    }

    var slideTable: SlideTable {
        SlideTable(
            columns: self["tblGrid"]?.all("gridCol").count ?? 0,
            rows: all("tr").map { row in
                row.all("tc").map { $0["txBody"]?.all("p").map(\.slideParagraph) ?? [Self.emptyParagraph] }
            })
    }

    var slideParagraph: SlideParagraph {
        let properties = self["pPr"]
        let text = elements.map { element in
            switch element.name {
            case "r", "fld": element["t"]?.text ?? ""
            case "br": "\u{B}"
            default: ""
            }
        }.joined()
        return SlideParagraph(
            text: text, alignment: properties?.attributes["algn"],
            level: properties?.attributes["lvl"].flatMap(Int.init) ?? 0, runs: all("r").map(\.slideRun),
            defaultColour: properties?["defRPr"]?.textColour)
    }

    private var slideRun: SlideRun {
        let look = self["rPr"]
        let attributes = look?.attributes ?? [:]
        return SlideRun(
            text: self["t"]?.text ?? "", fontName: look?["latin"]?.attributes["typeface"],
            fontSize: attributes["sz"].flatMap(Int.init), isBold: attributes["b"]?.isXMLTrue,
            isItalic: attributes["i"]?.isXMLTrue, colour: look?.textColour, underline: attributes["u"],
            strike: attributes["strike"] ?? "noStrike")
    }

    /// The colour that the properties of a text state.
    private var textColour: SlideColour? {
        guard case .solid(let colour)? = SlideFill(self) else { return nil }
        return colour
    }

    var outlineItem: SlideOutlineItem {
        let properties = self["pPr"]
        let pieces = everywhere("t").map(\.text)
        return SlideOutlineItem(
            text: pieces.joined(), hasProperties: properties != nil, level: properties?.attributes["lvl"],
            bullet: properties?["buChar"]?.attributes["char"], hasEmptyPiece: pieces.contains(""))
    }
}

extension String {
    /// Whether an attribute is true (XML Schema, part 2, 3.3.2).
    fileprivate var isXMLTrue: Bool { self == "1" || self == "true" }
}
