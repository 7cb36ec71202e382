extension Presentation {
    /// More slides and shapes than any presentation has.
    private static let mostShapes = 200_000

    /// Reads the bytes of a pptx file.
    package init(_ contents: [UInt8]) throws(FormatFault) {
        let archive = try ZipArchive(contents)
        let main = "ppt/presentation.xml"
        guard archive.entry(main) != nil else { throw FormatFault("it is not a pptx presentation") }
        let root = try XMLTree(archive.contents(of: main))
        let targets = try archive.relations(of: main)
        var reader = PresentationReader(archive: archive, shapesLeft: Self.mostShapes)
        var slides: [Slide] = []
        for entry in root["sldIdLst"]?.elements ?? [] {
            slides.append(try reader.slide(try Self.part(of: entry, in: targets, "slide")))
        }
        var masters: [SlideMaster] = []
        for entry in root["sldMasterIdLst"]?.elements ?? [] {
            let master = try reader.master(try Self.part(of: entry, in: targets, "slide master"))
            masters.append(SlideMaster(placeholders: master.placeholders.map(\.shape)))
        }
        let size = root["sldSz"]?.attributes
        let slideSize = size?["cx"].flatMap(Int.init).flatMap { width in
            size?["cy"].flatMap(Int.init).map { SlideSize(width: width, height: $0) }
        }
        self.init(slideSize: slideSize, slides: slides, masters: masters, archive: archive)
    }

    private static func part(
        of entry: XMLTree, in targets: [String: String], _ kind: String
    ) throws(FormatFault) -> String {
        guard let name = entry.attributes[":id"] ?? entry.attributes["id"], let target = targets[name] else {
            throw FormatFault("its list names a \(kind) that it does not have")
        }
        return target
    }
}

/// Reads the parts of a pptx file, layouts and masters once each.
private struct PresentationReader {
    /// A placeholder that others inherit their place from.
    struct Placeholder {
        let type: String
        let index: Int
        let shape: SlideShape
    }

    struct Layer {
        let placeholders: [Placeholder]
        let background: SlideFill
        /// The part that it inherits from.
        let base: String?
    }

    let archive: ZipArchive
    var shapesLeft: Int
    private var layers: [String: Layer] = [:]

    init(archive: ZipArchive, shapesLeft: Int) {
        self.archive = archive
        self.shapesLeft = shapesLeft
    }

    mutating func slide(_ part: String) throws(FormatFault) -> Slide {
        let root = try XMLTree(archive.contents(of: part))
        guard let data = root["cSld"], let tree = data["spTree"] else { throw FormatFault("'\(part)' is not a slide") }
        let relations = try archive.relationList(of: part)
        func related(_ kind: String) -> String? { relations.first { $0.kind == kind }?.target }
        let layoutPart = related("slideLayout")
        let layout = try layoutPart.map { (part) throws(FormatFault) in try layer(part) }
        let master = try layout?.base.map { (part) throws(FormatFault) in try layer(part) }
        let targets = Dictionary(relations.map { ($0.name, $0.target) }) { _, last in last }
        var shapes: [SlideShape] = []
        var paragraphs = 0
        for element in tree.elements {
            if element.isShape {
                var shape = try self.shape(element, targets)
                if element.name == "sp" || element.name == "pic", let place = element.placeholder {
                    let base = layout?.placeholders.first { $0.index == place.index }
                    shape = shape.inheriting(from: base, master)
                }
                shape.firstParagraph = element["txBody"].map { _ in paragraphs }
                shapes.append(shape)
            }
            paragraphs += element.everywhere("p").count
        }
        let notes = try related("notesSlide").map { (part) throws(FormatFault) in try self.notes(part) }
        return Slide(
            shapes: shapes, background: SlideFill(background: data).colour(over: master?.background),
            notes: notes ?? "", outline: root.everywhere("p").map(\.outlineItem))
    }

    mutating func master(_ part: String) throws(FormatFault) -> Layer { try layer(part) }

    /// A layout or a master.
    private mutating func layer(_ part: String) throws(FormatFault) -> Layer {
        if let layer = layers[part] { return layer }
        guard let data = try XMLTree(archive.contents(of: part))["cSld"] else {
            throw FormatFault("'\(part)' is not a slide layout or master")
        }
        let relations = try archive.relationList(of: part)
        let targets = Dictionary(relations.map { ($0.name, $0.target) }) { _, last in last }
        var placeholders: [Placeholder] = []
        for element in data["spTree"]?.elements ?? [] where element.isShape {
            guard let place = element.placeholder else { continue }
            placeholders.append(
                Placeholder(type: place.type, index: place.index, shape: try shape(element, targets)))
        }
        let layer = Layer(
            placeholders: placeholders, background: SlideFill(background: data),
            base: relations.first { $0.kind == "slideMaster" }?.target)
        layers[part] = layer
        return layer
    }

    private func notes(_ part: String) throws(FormatFault) -> String {
        let tree = try XMLTree(archive.contents(of: part))["cSld"]?["spTree"]
        let body = tree?.elements.first { $0.name == "sp" && $0.placeholder?.type == "body" }
        return body?["txBody"]?.all("p").map(\.slideParagraph.text).joined(separator: "\n") ?? ""
    }

    private mutating func shape(_ element: XMLTree, _ targets: [String: String]) throws(FormatFault) -> SlideShape {
        shapesLeft -= 1
        guard shapesLeft >= 0 else { throw FormatFault("it has more shapes than are read") }
        var members: [SlideShape] = []
        if element.name == "grpSp" {
            for member in element.elements where member.isShape { members.append(try shape(member, targets)) }
        }
        // A shape that states no text has one empty paragraph.
        let paragraphs = element["txBody"]?.all("p").map(\.slideParagraph) ?? [XMLTree.emptyParagraph]
        let kind = element.shapeKind
        return SlideShape(
            name: element.elements.first?["cNvPr"]?.attributes["name"] ?? "", kind: kind, frame: element.shapeFrame,
            paragraphs: element.name == "sp" ? paragraphs : nil,
            table: kind == .table ? element["graphic"]?["graphicData"]?["tbl"]?.slideTable : nil, shapes: members,
            picture: element["blipFill"]?["blip"]?.attributes["embed"].flatMap { targets[$0] })
    }
}

extension SlideShape {
    /// Which of the master's placeholders one of a layout inherits from, by its type.
    private static let baseTypes = [
        "body": "body", "chart": "body", "clipArt": "body", "dgm": "body", "media": "body", "obj": "body",
        "pic": "body", "subTitle": "body", "tbl": "body", "ctrTitle": "title", "title": "title", "dt": "dt",
        "ftr": "ftr", "sldNum": "sldNum",
    ]

    /// In the place of a layout's placeholder, or of the master's behind it, as far as it states none.
    fileprivate func inheriting(
        from base: PresentationReader.Placeholder?, _ master: PresentationReader.Layer?
    ) -> SlideShape {
        guard let base else { return self }
        let type = Self.baseTypes[base.type]
        let behind = master?.placeholders.first { $0.type == type }
        return SlideShape(
            name: name, kind: kind, frame: frame.filled(from: base.shape.frame).filled(from: behind?.shape.frame),
            paragraphs: paragraphs, table: table, shapes: shapes, picture: picture)
    }
}
