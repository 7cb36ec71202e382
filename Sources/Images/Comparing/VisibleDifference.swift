/// Which pixels look different in two pictures of the same thing, apart from how edges are smoothed.
package struct VisibleDifference: Hashable, Sendable {
    /// Pixels that were compared: all but those in ignored boxes.
    package let compared: Int
    /// Pixels in ignored boxes.
    package let ignored: Int
    /// Pixels that differ imperceptibly: in a shade below the threshold, or in an edge's antialiasing.
    package let tolerated: Int
    /// Pixels that look different.
    package let different: Int
    /// The bounds of each group of those, from the top.
    package let boxes: [Box<ImageSpace>]
    /// Where those are, in the order of rows.
    let places: [PixelPlace]

    /// One pixel, counted from the top left.
    struct PixelPlace: Hashable, Sendable {
        let x: Int
        let y: Int
    }
}

extension Image {
    /// Compares colours pixel by pixel as people see them.
    ///
    /// - Parameters:
    ///   - recorded: a picture of the same size.
    ///   - threshold: from 0 to 1, how far two colours may lie apart and still look the same; 0 for exactly equal, also
    ///     where edges are smoothed. A step of one in 255 of grey lies 0.004 away.
    ///   - ignored: parts that are not compared; what reaches outside is left out.
    package func visibleDifference(
        from recorded: Image, threshold: Double, ignoring ignored: [Box<ImageSpace>] = []
    ) -> VisibleDifference {
        precondition(size == recorded.size, "pictures of one size can be compared")
        let hidden = HiddenPixels(ignored, size: size)
        let limit = Colour.maximumDistance * threshold * threshold
        let edges = EdgeSmoothing(one: self, other: recorded)
        var search = DifferenceSearch(tile: 32, width: width, height: height)
        var tolerated = 0
        var places: [VisibleDifference.PixelPlace] = []
        for box in difference(from: recorded).boxes {
            let (left, top, wide, high) = box.pixels
            for y in top..<top + high {
                for x in left..<left + wide where !hidden.contains(x, y) {
                    let (now, then) = (self[x, y], recorded[x, y])
                    guard now != then else { continue }
                    if threshold > 0, now.distance(to: then) <= limit || edges.isSmoothing(x, y) {
                        tolerated += 1
                    } else {
                        search.note(x, y)
                        places.append(VisibleDifference.PixelPlace(x: x, y: y))
                    }
                }
            }
        }
        return VisibleDifference(
            compared: width * height - hidden.count, ignored: hidden.count, tolerated: tolerated,
            different: search.changedPixels, boxes: search.difference.boxes, places: places)
    }
}

/// The pixels that are not compared.
private struct HiddenPixels {
    private let width: Int
    private var isHidden: [Bool]
    private(set) var count = 0

    init(_ boxes: [Box<ImageSpace>], size: Size<ImageSpace>) {
        width = size.width
        let visible = boxes.compactMap { $0.intersection(size.bounds) }
        isHidden = visible.isEmpty ? [] : Array(repeating: false, count: size.width * size.height)
        for box in visible {
            let (left, top, wide, high) = box.pixels
            for y in top..<min(top + high, size.height) {
                for x in left..<min(left + wide, size.width) where !isHidden[y * width + x] {
                    isHidden[y * width + x] = true
                    count += 1
                }
            }
        }
    }

    func contains(_ x: Int, _ y: Int) -> Bool { !isHidden.isEmpty && isHidden[y * width + x] }
}
