/// A presentation as it was saved, pptx: its slides and what stands on them (ECMA-376, part 1, chapter 19).
///
/// Values are those that stand in the slides themselves; what a theme or a master would add is left out, except for the
/// place of placeholders and the colour of backgrounds. Lengths are in English Metric Units, 914 400 to the inch.
package struct Presentation {
    /// Of every slide; `nil` where the file does not say.
    package let slideSize: SlideSize?
    /// In the order in which they are shown.
    package let slides: [Slide]
    /// In the order of the file.
    package let masters: [SlideMaster]
    private let archive: ZipArchive

    /// Width and height in English Metric Units.
    package struct SlideSize: Hashable, Sendable {
        /// From the left edge to the right.
        package let width: Int
        /// From the upper edge to the lower.
        package let height: Int
    }

    init(slideSize: SlideSize?, slides: [Slide], masters: [SlideMaster], archive: ZipArchive) {
        self.slideSize = slideSize
        self.slides = slides
        self.masters = masters
        self.archive = archive
    }

    /// The bytes of the picture that `shape` shows; `nil` where it shows none that lies in the file.
    package func picture(of shape: SlideShape) throws(FormatFault) -> [UInt8]? {
        guard let part = shape.picture, archive.entry(part) != nil else { return nil }
        return try archive.contents(of: part)
    }
}

/// One slide.
package struct Slide {
    /// Those directly on it, from back to front.
    package let shapes: [SlideShape]
    /// Of a solid fill, its own or else the master's.
    package let background: SlideColour?
    /// The text of the speaker's notes; empty where there are none.
    package let notes: String
    /// Every paragraph on it in the file's order, those of tables and groups as well.
    package let outline: [SlideOutlineItem]
}

/// The text, bullet and level of a paragraph, as they are written.
package struct SlideOutlineItem: Hashable, Sendable {
    /// Of all its pieces, those of fields as well.
    package let text: String
    /// Whether it states properties, and so a level, if only the first.
    package let hasProperties: Bool
    /// From 0; `nil` where it states none.
    package let level: String?
    /// The character before it; `nil` where it states none.
    package let bullet: String?
    /// Whether one of its pieces of text is an element without contents.
    package let hasEmptyPiece: Bool
}

/// What slides inherit from.
package struct SlideMaster {
    /// Its placeholders.
    package let placeholders: [SlideShape]
}

/// A colour, as it is written.
package enum SlideColour: Hashable, Sendable, CustomStringConvertible {
    /// From 0 to 255.
    case rgb(red: Int, green: Int, blue: Int)
    /// One of the theme's, the system's, and so on, by what the file says of it.
    case named(String)

    /// Such as `RGB 255, 0, 0`.
    package var description: String {
        switch self {
        case .rgb(let red, let green, let blue): "RGB \(red), \(green), \(blue)"
        case .named(let name): name
        }
    }
}

/// Something that stands on a slide.
package struct SlideShape {
    /// What it is; a placeholder is one whatever it holds, except for a table or chart.
    package enum Kind: String, Sendable {
        case placeholder, autoShape, freeform, textBox, picture, media, table, chart, group, connector, other
    }

    /// As the program calls it: `Title 1`.
    package let name: String
    /// What it is.
    package let kind: Kind
    /// Where it stands, and how large it is.
    package let frame: SlideFrame
    /// Its paragraphs; `nil` for what does not hold text itself: pictures, tables, groups, lines.
    package let paragraphs: [SlideParagraph]?
    /// The cells, where it is a table.
    package let table: SlideTable?
    /// The members of a group.
    let shapes: [SlideShape]
    /// The part of the archive that holds its picture.
    let picture: String?
    /// Where its first paragraph stands in the slide's ``Slide/outline``; `nil` where the file gives it no text.
    package internal(set) var firstParagraph: Int?

    /// The text of all paragraphs; `nil` where it has none.
    package var text: String? { paragraphs.map { $0.map(\.text).joined(separator: "\n") } }

    /// Itself, where it has text, and the members of groups that have.
    package var withText: [SlideShape] { (paragraphs == nil ? [] : [self]) + shapes.flatMap(\.withText) }
}

/// A place and a size; a part is `nil` where the file leaves it open.
package struct SlideFrame: Hashable, Sendable, CustomStringConvertible {
    /// Of its left edge, from that of the slide.
    package var left: Int?
    /// Of its upper edge, from that of the slide.
    package var top: Int?
    /// From the left edge to the right.
    package var width: Int?
    /// From the upper edge to the lower.
    package var height: Int?

    /// Such as `0,0,914400x914400`.
    package var description: String {
        func words(_ length: Int?) -> String { length.map(String.init) ?? "none" }
        return "\(words(left)),\(words(top)),\(words(width))x\(words(height))"
    }

    /// With what `base` says in place of what is left open.
    func filled(from base: SlideFrame?) -> SlideFrame {
        SlideFrame(
            left: left ?? base?.left, top: top ?? base?.top, width: width ?? base?.width, height: height ?? base?.height
        )
    }
}

/// A table on a slide.
package struct SlideTable {
    /// How many it states.
    package let columns: Int
    /// The paragraphs of each cell.
    package let rows: [[[SlideParagraph]]]
}

/// One paragraph, with line breaks as vertical tabs.
package struct SlideParagraph {
    /// Of runs and fields.
    package let text: String
    /// Such as `l`, `ctr`; `nil` where the style decides.
    package let alignment: String?
    /// From 0.
    package let level: Int
    /// Its pieces of text without fields.
    package let runs: [SlideRun]
    /// The colour that its runs have unless they say otherwise.
    package let defaultColour: SlideColour?
}

/// A piece of text of one look; what is `nil` is left to the style.
package struct SlideRun {
    /// As it is written.
    let text: String
    /// Of Latin letters.
    package let fontName: String?
    /// In hundredths of a point.
    package let fontSize: Int?
    /// Whether it states to be bold, or not to be.
    package let isBold: Bool?
    /// Whether it states to be italic, or not to be.
    package let isItalic: Bool?
    /// Of its solid fill.
    package let colour: SlideColour?
    /// Such as `none`, `sng`, `dbl`.
    package let underline: String?
    /// Such as `noStrike`, `sngStrike`.
    package let strike: String
}
