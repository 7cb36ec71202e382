import Images
package import Interaction

/// What a target is known by.
package enum TargetKind: String, Codable, Hashable, Sendable {
    /// Its name is written on it.
    case text
    /// A picture, a mark, or a widget whose name stands elsewhere.
    case icon

    /// Tells by the shapes that are drawn in an element's box, without reading: a written name is a band of ink much wider
    /// than high, in several parts, as letters are. No grounder's own reader decides, since its score by kind would then say nothing.
    ///
    /// - Parameter scale: how much larger than at 96 dots an inch text is.
    package init(of element: Element, on screenshot: Screenshot, scale: Double) {
        let length = element.name.count { !$0.isWhitespace }
        guard element.role.drawsItsName, length > 0 else {
            self = .icon
            return
        }
        let box = screenshot.frame.imageBox(element.box)
        let margin = min(3, (box.height / 6).rounded(.down))
        let bands = InkBands(in: box.expanded(by: -margin), of: screenshot.image).bands
        // A digit or a sign is written as itself.
        let needed = length <= 1 ? 0.3 : length <= 3 ? 1.4 : min(4, max(2, 0.35 * Double(length)))
        // Some letters touch.
        let parts = length <= 1 ? 1 : length <= 3 ? 2 : min(4, (length + 2) / 3)
        let isWritten = bands.contains { band in
            let ratio = Double(band.width) / Double(max(1, band.height))
            guard ratio >= needed, band.height >= 5, band.parts >= parts else { return false }
            return Double(band.height) <= (ratio >= 3 ? 30 : 15) * scale
        }
        self = isWritten ? .text : .icon
    }
}

/// The rows of ink in a part of a picture: of what has another colour than most of it.
private struct InkBands {
    /// From the top; widths and heights in pixels, and into how many parts columns without ink divide each.
    private(set) var bands: [(width: Int, height: Int, parts: Int)] = []

    /// How much a channel must differ from the ground's to be ink.
    private static let contrast = 40

    init(in box: Box<ImageSpace>, of image: Image) {
        let (x, y, width, height) = box.pixels
        let columns = Self.range(x, width, below: image.width)
        let rows = Self.range(y, height, below: image.height)
        guard let ground = Self.ground(columns, rows, of: image) else { return }
        var (inked, top): (Set<Int>, Int) = ([], rows.lowerBound)
        for row in rows.lowerBound...rows.upperBound {
            let ink = row == rows.upperBound ? [] : columns.filter { Self.isInk(image[$0, row], on: ground) }
            if inked.isEmpty { top = row }
            if ink.isEmpty, let first = inked.min(), let last = inked.max() {
                bands.append((last + 1 - first, row - top, inked.count { !inked.contains($0 - 1) }))
                inked = []
            }
            inked.formUnion(ink)
        }
    }

    /// What of a side lies in the picture; empty where a box without its margin has no size.
    private static func range(_ start: Int, _ length: Int, below end: Int) -> Range<Int> {
        let first = min(max(0, start), end)
        return first..<max(first, min(end, start + length))
    }

    /// The most frequent colour; `nil` for no pixels.
    private static func ground(_ columns: Range<Int>, _ rows: Range<Int>, of image: Image) -> Colour? {
        var counts: [Colour: Int] = [:]
        for row in rows { for column in columns { counts[image[column, row], default: 0] += 1 } }
        return counts.max {
            ($0.value, $0.key.red, $0.key.green, $0.key.blue) < ($1.value, $1.key.red, $1.key.green, $1.key.blue)
        }?.key
    }

    private static func isInk(_ colour: Colour, on ground: Colour) -> Bool {
        [(colour.red, ground.red), (colour.green, ground.green), (colour.blue, ground.blue)]
            .contains { abs(Int($0.0) - Int($0.1)) >= contrast }
    }
}
