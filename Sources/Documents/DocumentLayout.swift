import Foundation
package import Images

/// What stands on the picture of a document, in reading order, as Qwen2.5-VL tells it in "QwenVL HTML".
///
/// The model marks each element with `data-bbox="x1 y1 x2 y2"`, in pixels of the picture as it saw it. Boxes reach up
/// to, not including, x2 and y2; corners in the wrong order are put right, and anything but four numbers is not a box.
package struct DocumentLayout: Sendable {
    /// In the order in which they are read.
    package var elements: [DocumentElement]
    /// The tree that the layout was read from.
    let nodes: [HTMLNode]

    /// Reads an answer; one that is cut off or malformed gives what can be understood of it.
    ///
    /// - Parameters:
    ///   - answer: HTML, perhaps within a fence of backticks.
    ///   - picture: the size that the model saw; boxes are cut to it, those outside dropped.
    package init(answer: String, picture: Size<ModelSpace>? = nil) {
        nodes = HTMLReader.nodes(of: Self.withoutFence(answer))
        var builder = LayoutBuilder(picture: picture)
        builder.add(nodes)
        elements = builder.elements
    }

    /// The HTML between the fences that the model often writes around it.
    private static func withoutFence(_ answer: String) -> String {
        guard let fence = answer.firstRange(of: "```") else { return answer }
        let before = answer[..<fence.lowerBound]
        guard !before.contains("<") else {
            return answer.ranges(of: "```").last.map { String(answer[..<$0.lowerBound]) } ?? answer
        }
        var body = answer[fence.upperBound...]
        if body.hasPrefix("html") { body = body.dropFirst(4) }
        if let end = body.ranges(of: "```").last { body = body[..<end.lowerBound] }
        return String(body)
    }
}

/// One thing on a document.
package struct DocumentElement: Sendable {
    /// What an element holds.
    package enum Content: Sendable {
        /// A heading of level 1 to 6.
        case heading(level: Int, DocumentText)
        case paragraph(DocumentText)
        case list(isOrdered: Bool, items: [ListItem])
        case table(DocumentTable)
        /// LaTeX without dollar signs.
        case formula(String)
        /// A picture on the document, with what stands under it or can be read in it.
        case image(DocumentText)
        /// A drawing of numbers, with its numbers.
        case chart(DocumentTable?, DocumentText)
        /// Music in ABC notation.
        case music(String)
        /// A chemical formula as SMILES.
        case molecule(String)
        case code(String)
        case header(DocumentText)
        case footer(DocumentText)
    }

    /// An item of a list.
    package struct ListItem: Sendable {
        let text: DocumentText
        let box: Box<ModelSpace>?
        /// Lists and other things within the item.
        let parts: [DocumentElement]
    }

    /// What it holds.
    package let content: Content
    /// `nil` where the model named no place.
    package let box: Box<ModelSpace>?
}

/// A stretch of text, plain and as Markdown.
package struct DocumentText: Sendable, Equatable {
    /// Its words without markup.
    package let plain: String
    let markdown: String
}

/// A table, row by row.
package struct DocumentTable: Sendable {
    /// A cell of a table.
    package struct Cell: Sendable {
        let text: DocumentText
        /// Whether it names its column or row.
        package let isHeader: Bool
        let columns: Int
        let rows: Int
        let box: Box<ModelSpace>?
    }

    /// From top to bottom, each from left to right.
    package let rows: [[Cell]]
    let caption: DocumentText?
}
