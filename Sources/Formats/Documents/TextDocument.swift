/// A text document, docx or odt: its paragraphs and tables.
package struct TextDocument {
    /// Paragraphs directly in the text, not those in tables; of an odt file all.
    package let paragraphs: [Paragraph]
    /// Cells' texts by row and column; a cell that spans several stands in each.
    package let tables: [[[String]]]
    /// The bytes of the pictures in it.
    package let pictures: [[UInt8]]
    /// The texts of the footers, with the fields in them as `{PAGE}`.
    package let footers: [String]

    /// A paragraph of the text.
    package struct Paragraph {
        /// Its words, with tabs and line breaks.
        package let text: String
        /// `left`, `center`, …; `nil` where the style decides.
        package var alignment: String?
        /// `nil` where the style decides.
        package var lineSpacing: LineSpacing?
        /// How many page breaks are in it.
        package var pageBreaks = 0
        /// Its pieces of one look, of docx files only; those of links are left out.
        package var runs: [Run] = []
    }

    /// A piece of text of one look; what is `nil` is left to the style.
    package struct Run: Hashable, Sendable {
        /// Of ASCII letters.
        package let fontName: String?
        /// In points.
        package let fontSize: Double?
        /// Whether it states to be italic.
        package let isItalic: Bool
        /// Whether it states to be struck through once.
        package let isStruckThrough: Bool
        /// Whether it states to be a subscript.
        package let isSubscript: Bool
        /// Whether a drawing lies in it.
        package let hasPicture: Bool
    }

    /// The distance between lines, which is a number of lines or a length, never both.
    package enum LineSpacing: Hashable, Sendable, CustomStringConvertible {
        /// So many lines: 1.5, double.
        case lines(Double)
        /// So many points, exactly or at least.
        case points(Double)

        package var description: String {
            switch self {
            case .lines(let count): "\(count) lines"
            case .points(let points): "\(points) pt"
            }
        }
    }

    /// Reads the contents of a file.
    ///
    /// - Throws: ``FormatFault`` for contents that are neither a docx nor an odt document.
    package init(_ contents: [UInt8]) throws(FormatFault) {
        let archive = try ZipArchive(contents)
        if archive.entry("word/document.xml") != nil {
            self = try TextDocument(docx: archive)
        } else if archive.entry("content.xml") != nil {
            self = try TextDocument(odt: archive)
        } else {
            throw FormatFault("it is neither a docx nor an odt document")
        }
    }

    fileprivate init(paragraphs: [Paragraph], tables: [[[String]]], pictures: [[UInt8]], footers: [String]) {
        self.paragraphs = paragraphs
        self.tables = tables
        self.pictures = pictures
        self.footers = footers
    }
}

extension TextDocument {
    /// Cells of all tables, and blanks that a number stands for: more than any document has.
    private static let maximumCells = 2_000_000
    static let maximumBlanks = 10_000_000

    /// The tables of a docx file. A few bytes can claim a thousand cells, so these are counted first.
    private static func wordTables(_ tables: [XMLTree]) throws(FormatFault) -> [[[String]]] {
        let cells = tables.reduce(0) { sum, table in
            table.all("tr").reduce(sum) { sum, row in row.all("tc").reduce(sum) { $0 + $1.span } }
        }
        guard cells <= maximumCells else { throw FormatFault("its tables have more cells than are read") }
        return tables.map(\.wordTable)
    }

    /// Office Open XML (ECMA-376, part 1, chapter 17).
    private init(docx archive: ZipArchive) throws(FormatFault) {
        let part = "word/document.xml"
        guard let body = try XMLTree(archive.contents(of: part))["body"] else { throw FormatFault("it has no text") }
        var pictures: [[UInt8]] = []
        var footers: [String] = []
        for name in try archive.relationList(of: part).map(\.target) {
            if name.contains("/media/") { pictures.append(try archive.contents(of: name)) }
            if name.contains("/footer") {
                footers.append(try XMLTree(archive.contents(of: name)).everywhere("p").map(\.footerText).joined())
            }
        }
        self.init(
            paragraphs: body.all("p").map(\.wordParagraph), tables: try Self.wordTables(body.all("tbl")),
            pictures: pictures, footers: footers)
    }

    /// OpenDocument (OASIS OpenDocument 1.3, part 3, chapter 5).
    private init(odt archive: ZipArchive) throws(FormatFault) {
        guard let text = try XMLTree(archive.contents(of: "content.xml"))["body"]?["text"] else {
            throw FormatFault("it has no text")
        }
        let blanks = text.everywhere("s").reduce(0) { $0 + $1.repeatedBlanks }
        guard blanks <= Self.maximumBlanks else { throw FormatFault("it has more repeated blanks than are read") }
        var pictures: [[UInt8]] = []
        for entry in archive.entries where entry.name.hasPrefix("Pictures/") && !entry.isFolder {
            pictures.append(try archive.contents(of: entry))
        }
        self.init(
            paragraphs: text.everywhere("p").map { Paragraph(text: $0.openText) },
            tables: text.everywhere("table").map { table in
                table.everywhere("table-row").map { row in
                    row.all("table-cell").map { $0.all("p").map(\.openText).joined(separator: "\n") }
                }
            }, pictures: pictures, footers: [])
    }
}

extension XMLTree {
    /// A run's text: words, tabs and line breaks.
    private var runText: String {
        elements.map { element in
            switch element.name {
            case "t": element.text
            case "tab", "ptab": "\t"
            case "br" where ["page", "column"].contains(element.attributes["type"]): ""
            case "br", "cr": "\n"
            case "noBreakHyphen": "-"
            default: ""
            }
        }.joined()
    }

    fileprivate var paragraphText: String {
        elements.map { element in
            switch element.name {
            case "r": element.runText
            case "hyperlink": element.all("r").map(\.runText).joined()
            default: ""
            }
        }.joined()
    }

    fileprivate var wordParagraph: TextDocument.Paragraph {
        let properties = self["pPr"]
        return TextDocument.Paragraph(
            text: paragraphText, alignment: properties?["jc"]?.attributes["val"],
            lineSpacing: properties?["spacing"]?.lineSpacing,
            pageBreaks: all("r").flatMap { $0.all("br") }.count { $0.attributes["type"] == "page" },
            runs: all("r").map(\.wordRun))
    }

    private var wordRun: TextDocument.Run {
        let look = self["rPr"]
        func isOn(_ name: String) -> Bool {
            look?[name].map { !["0", "false", "off"].contains($0.attributes["val"] ?? "1") } ?? false
        }
        return TextDocument.Run(
            fontName: look?["rFonts"]?.attributes["ascii"],
            fontSize: look?["sz"]?.attributes["val"].flatMap(Double.init).map { $0 / 2 }, isItalic: isOn("i"),
            isStruckThrough: isOn("strike"), isSubscript: look?["vertAlign"]?.attributes["val"] == "subscript",
            hasPicture: !everywhere("graphicData").isEmpty)
    }

    /// What a `spacing` element says of lines (ECMA-376, part 1, 17.3.1.33): 240ths of a line, or with the rules `exact`
    /// and `atLeast` 20ths of a point.
    private var lineSpacing: TextDocument.LineSpacing? {
        guard let line = attributes["line"].flatMap(Double.init) else { return nil }
        return switch attributes["lineRule"] {
        case nil, "auto": .lines(line / 240)
        default: .points(line / 20)
        }
    }

    /// The cells of a table; one that spans columns or rows stands in each of them.
    fileprivate var wordTable: [[String]] {
        all("tr").reduce(into: [[String]]()) { rows, row in
            var cells: [String] = []
            for cell in row.all("tc") {
                let merge = cell["tcPr"]?["vMerge"]
                let above = rows.last.flatMap { $0.indices.contains(cells.count) ? $0[cells.count] : nil }
                let isBelow = merge != nil && merge?.attributes["val"] != "restart"
                let text = cell.all("p").map(\.paragraphText).joined(separator: "\n")
                cells += [String](repeating: isBelow ? above ?? text : text, count: cell.span)
            }
            rows.append(cells)
        }
    }

    /// How many columns a cell of a docx table takes.
    fileprivate var span: Int {
        min(max(self["tcPr"]?["gridSpan"]?.attributes["val"].flatMap(Int.init) ?? 1, 1), 1_000)
    }

    /// A footer's text, with the field for the page's number as `{PAGE}`.
    fileprivate var footerText: String {
        let instructions =
            everywhere("instrText").map(\.text) + everywhere("fldSimple").compactMap { $0.attributes["instr"] }
        let hasNumber = instructions.contains { $0.uppercased().split(separator: " ").first == "PAGE" }
        return everywhere("t").map(\.text).joined() + (hasNumber ? "{PAGE}" : "")
    }

    /// The text of a paragraph in an OpenDocument file: its own and that of the spans directly in it.
    var openText: String {
        children.map { child in
            switch child {
            case .text(let text): text
            case .element(let element) where element.name == "span": element.ownText
            case .element(let element) where element.name == "s":
                String(repeating: " ", count: element.repeatedBlanks)
            case .element(let element) where element.name == "tab": "\t"
            case .element(let element) where element.name == "line-break": "\n"
            case .element(let element) where element.name == "a": element.text
            case .element: ""
            }
        }.joined()
    }

    /// How many blanks an `s` element of an OpenDocument file stands for.
    var repeatedBlanks: Int { min(max(attributes["c"].flatMap(Int.init) ?? 1, 0), 10_000) }

    private var ownText: String {
        children.map { child in
            if case .text(let text) = child { text } else { "" }
        }.joined()
    }
}
