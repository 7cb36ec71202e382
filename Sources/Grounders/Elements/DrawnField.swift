import Images
import Interaction

/// Finds on a picture the field that belongs to a label, where no program tells of it: the nearest area beside or below
/// the label that has one colour but for what is written in it, and an edge around it.
struct DrawnField {
    private let image: Image
    private let role: ElementRole
    /// Where to look: the window's area.
    private let bounds: Box<ImageSpace>

    /// How far from its label a field may stand, in heights of the label.
    private static let (besides, beneath) = (40.0, 5.0)
    private static let leastWidth = 24.0
    /// How far from the middle of words the edge of a field is that they are written in, in their heights.
    private static let narrow = 1.5
    /// The share of a field's area that has its colour; text covers the rest.
    private static let filled = 0.55
    /// The same where the colour is that of everything around it, as that of buttons is, which have words on them.
    private static let empty = 0.98

    /// - Parameter bounds: what of the picture may be searched.
    init(of role: ElementRole, on image: Image, within bounds: Box<ImageSpace>) {
        self.image = image
        self.role = role
        self.bounds = bounds.intersection(image.size.bounds) ?? image.size.bounds
    }

    /// Whether words stand in a narrow area of their own, such as a field that they are written in, not beside one.
    func encloses(_ words: Box<ImageSpace>) -> Bool {
        let (x, y) = (Int(words.maxX) + 2, Int(words.centre.y))
        guard contains((x, y)) else { return false }
        let ground = image[x, y]
        let reach = Int(Self.narrow * words.height)
        return [-1, 1].allSatisfy { step in
            (1...max(1, reach)).contains { distance in
                let place = (x, y + step * distance)
                return contains(place) && image[place.0, place.1] != ground
            }
        }
    }

    /// The field in the label's row, to its right.
    func rightOf(_ label: Box<ImageSpace>) -> Box<ImageSpace>? {
        let y = Int(label.centre.y)
        let start = Int(label.maxX) + 2
        let end = min(bounds.maxX, label.maxX + Self.besides * label.height)
        return first(from: label, along: stride(from: start, to: Int(end), by: 1).map { ($0, y) }) {
            $0.distance(rightOf: label) != nil
        }
    }

    /// The field in the label's column, below it.
    func below(_ label: Box<ImageSpace>) -> Box<ImageSpace>? {
        let x = Int(label.x + min(label.width, 12) / 2)
        let start = Int(label.maxY) + 1
        let end = min(bounds.maxY, label.maxY + Self.beneath * label.height)
        return first(from: label, along: stride(from: start, to: Int(end), by: 1).map { (x, $0) }) {
            $0.distance(below: label) != nil
        }
    }

    /// The first area on the way that is a field.
    private func first(
        from label: Box<ImageSpace>, along way: [(x: Int, y: Int)], where fits: (Box<ImageSpace>) -> Bool
    ) -> Box<ImageSpace>? {
        guard let start = way.first, contains(start) else { return nil }
        let ground = image[start.x, start.y]
        var seen: Set<Colour> = []
        var areas: [Box<ImageSpace>] = []
        for place in way {
            guard contains(place) else { return nil }
            let colour = image[place.x, place.y]
            let point = Point<ImageSpace>(x: Double(place.x), y: Double(place.y))
            // An area is looked at once; one colour may have several.
            guard !seen.contains(colour) || !areas.contains(where: { $0.contains(point) }) else { continue }
            seen.insert(colour)
            let area = area(at: place)
            areas.append(area.box)
            let share = Double(area.pixels) / area.box.area
            let isFilled = share >= (colour == ground ? Self.empty : Self.filled)
            if isFilled, !area.box.contains(label.centre), isLikeField(area.box, beside: label), fits(area.box) {
                return area.box
            }
        }
        return nil
    }

    private func isLikeField(_ box: Box<ImageSpace>, beside label: Box<ImageSpace>) -> Bool {
        let highest = role == .textArea ? 40 * label.height : 4 * label.height
        return box.width >= Self.leastWidth && box.height >= 0.8 * label.height && box.height <= highest
            && (role == .textArea || role == .spinButton || box.width > 1.2 * box.height)
    }

    /// The pixels of one colour that are joined to a place: how many, and the box around them.
    private func area(at start: (x: Int, y: Int)) -> (pixels: Int, box: Box<ImageSpace>) {
        let colour = image[start.x, start.y]
        let (left, top, columns, rows) = bounds.pixels
        var seen = [Bool](repeating: false, count: columns * rows)
        var (front, pixels) = ([start], 0)
        var (low, high) = (start, start)
        seen[(start.y - top) * columns + start.x - left] = true
        while let (x, y) = front.popLast() {
            pixels += 1
            low = (min(low.x, x), min(low.y, y))
            high = (max(high.x, x), max(high.y, y))
            for (column, row) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                guard column >= left, column < left + columns, row >= top, row < top + rows else { continue }
                let index = (row - top) * columns + column - left
                guard !seen[index], image[column, row] == colour else { continue }
                seen[index] = true
                front.append((column, row))
            }
        }
        return (pixels, Box(x: low.x, y: low.y, width: high.x - low.x + 1, height: high.y - low.y + 1))
    }

    private func contains(_ place: (x: Int, y: Int)) -> Bool {
        bounds.contains(Point(x: Double(place.x), y: Double(place.y)))
    }
}
