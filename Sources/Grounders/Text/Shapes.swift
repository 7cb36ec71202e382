import Images

/// Pixels that touch each other and differ from a neighbour: the outline of a letter, a frame, an icon.
struct Shape: Hashable, Sendable {
    var patch: Patch
    /// How many pixels it has.
    var pixels: Int
    /// Whether it has a straight stretch as long as frames and rules have; letters may touch one.
    var isFramed = false
    /// Whether it is what remained after frames were taken out: letters, or a corner.
    var isPiece = false

    /// The tallest letter.
    private static let tallest = 130

    /// Whether it may be a letter or letters that touch, rather than a frame, a rule or a photograph.
    var mayBeText: Bool {
        let (width, height) = (patch.width, patch.height)
        if isFramed || height > Self.tallest || width > 900 { return false }
        if height <= 3 && width > 24 { return false }
        // A side of a frame; strokes of letters this tall are thicker.
        if width <= 2 && height > 13 { return false }
        if height > 18 && 11 * width <= height { return false }
        let filled = Double(pixels) / Double(width * height)
        if width <= 28 || height <= 16 || filled > (height <= 36 ? 0.3 : 0.15) { return true }
        // A ring as wide as tall has the outline with the fewest pixels of all letters.
        return height >= 20 && 2 * width <= 3 * height && filled * Double(width) > 4.5
    }

    /// Whether it says only beside other letters that it is one: a tall stroke, or something as large as an icon.
    var needsCompany: Bool {
        patch.height > 18 && 4 * patch.width <= patch.height || patch.height > 36
            || isPiece && patch.height < 9 && patch.width < 12
    }
}

extension Shape {
    /// The rows `rows` of a larger shape.
    init(rows: Range<Int>, of whole: Shape, on edges: EdgeMap) {
        var patch = whole.patch
        patch.top = rows.lowerBound
        patch.bottom = rows.upperBound
        let pixels = rows.reduce(0) { sum, y in
            sum + (patch.left..<patch.right).count { edges.bits[y * edges.width + $0] != 0 }
        }
        self.init(patch: patch, pixels: pixels)
    }
}

/// Finds the shapes on a picture, text or not, as connected pixels of an edge map.
struct ShapeFinder {
    /// Straight stretches longer than this are frames and rules.
    private static let longestStroke = 48
    /// The longest row of letters without a gap between them.
    private static let maximumWord = 200

    private struct Run {
        var start: Int
        /// One past its last pixel.
        var end: Int
        var shape: Int
        /// Whether a side of a frame makes it as long as it is.
        var isFrame = false
    }

    private var shapes: [Shape] = []
    /// For each shape the one that it was found to be a part of, or itself.
    private var owners: [Int] = []

    /// What may be letters on a picture, in no order, and the vertical edges that part it.
    ///
    /// Where a frame and the letters that touch it are one shape, its straight edges are taken out and what remains is
    /// looked at again.
    static func letters(on image: Image) -> (letters: [Shape], barriers: [Patch]) {
        let edges = EdgeMap(of: image)
        let barriers = edges.barriers
        let whole = shapes(on: edges, keepingFrames: true).flatMap { rows(of: $0, on: edges) }.filter(\.mayBeText)
        var covered = CoverMask(width: image.width, height: image.height)
        for shape in whole { covered.add(shape.patch) }
        let bare = edges.withoutFrames(barriers)
        let pieces = shapes(on: bare, keepingFrames: false).flatMap { rows(of: $0, on: bare) }.filter {
            // Smaller pieces are the corners of frames.
            $0.mayBeText && $0.patch.height >= 5 && $0.patch.width >= 2 && !covered.contains($0.patch)
        }.map { Shape(patch: $0.patch, pixels: $0.pixels, isPiece: true) }
        return (whole + pieces, barriers)
    }

    /// The lines of text that a shape consists of, where they touch a frame or each other; or the shape.
    private static func rows(of shape: Shape, on edges: EdgeMap) -> [Shape] {
        alongSide(shape, on: edges).flatMap { touchingRows(of: $0, on: edges) }
    }

    /// The lines of text that only the side of a frame holds together, or the shape.
    private static func alongSide(_ shape: Shape, on edges: EdgeMap) -> [Shape] {
        let patch = shape.patch
        guard !shape.isFramed, patch.height >= 20, patch.width >= 16 else { return [shape] }
        var rows: [Range<Int>] = []
        for y in patch.top..<patch.bottom where !isSide(patch, row: y, on: edges) {
            if let last = rows.last, last.upperBound == y {
                rows[rows.count - 1] = last.lowerBound..<(y + 1)
            } else {
                rows.append(y..<(y + 1))
            }
        }
        // The bars of a large E are thinner than any line of text.
        rows.removeAll { $0.count < 7 }
        guard rows.count > 1, rows.allSatisfy({ $0.count <= 40 }) else { return [shape] }
        return rows.map { Shape(rows: $0, of: shape, on: edges) }
    }

    /// Whether a row's edges are those of lines along one side of a patch: next to each other, and few.
    private static func isSide(_ patch: Patch, row: Int, on edges: EdgeMap) -> Bool {
        func hasEdge(_ x: Int) -> Bool { edges.bits[row * edges.width + x] != 0 }
        guard let first = (patch.left..<patch.right).first(where: hasEdge),
            let last = (patch.left..<patch.right).last(where: hasEdge)
        else { return true }
        guard last - first < 6, first == patch.left || last == patch.right - 1 else { return false }
        return (first...last).allSatisfy(hasEdge)
    }

    /// The lines of text that a shape consists of, where they stand so close that their letters touch; or the shape.
    private static func touchingRows(of shape: Shape, on edges: EdgeMap) -> [Shape] {
        let patch = shape.patch
        guard (26...400).contains(patch.height), (16...900).contains(patch.width) else { return [shape] }
        let counts = (patch.top..<patch.bottom).map { y in
            (patch.left..<patch.right).count { edges.bits[y * edges.width + $0] != 0 }
        }
        let bands = bands(of: counts)
        // Between the bars of a large E lie wider gaps.
        let isText =
            !shape.isFramed && bands.count > 1 && bands.allSatisfy { (5...24).contains($0.count) }
            && zip(bands, bands.dropFirst()).allSatisfy {
                // Between the tops and the bottoms of the letters of one line lie as many strokes as letters have.
                let gap = $0.upperBound..<$1.lowerBound
                return gap.count <= 9 && 5 * (counts[gap].min() ?? 0) <= (counts.max() ?? 0)
            }
        guard isText else { return [shape] }
        var cuts = [0]
        for (band, next) in zip(bands, bands.dropFirst()) {
            let gap = Array(band.upperBound..<next.lowerBound)
            cuts.append(gap.min { counts[$0] < counts[$1] } ?? next.lowerBound)
        }
        cuts.append(counts.count)
        return zip(cuts, cuts.dropFirst()).map { from, to in
            var row = patch
            row.top = patch.top + from
            row.bottom = patch.top + to
            return Shape(patch: row, pixels: counts[from..<to].reduce(0, +))
        }
    }

    /// The stretches of rows with many edges: lines of text without their ascenders and descenders.
    private static func bands(of counts: [Int]) -> [Range<Int>] {
        let limit = (counts.max() ?? 0) * 2 / 5
        var bands: [Range<Int>] = []
        var start = 0
        for index in 0...counts.count where index == counts.count || counts[index] <= limit {
            if index > start { bands.append(start..<index) }
            start = index + 1
        }
        return bands
    }

    private static func shapes(on edges: EdgeMap, keepingFrames: Bool) -> [Shape] {
        var finder = ShapeFinder()
        var above: [Run] = []
        for y in 0..<edges.height {
            var runs = edgeRuns(on: edges, row: y, keepingFrames: keepingFrames)
            finder.connect(&runs, to: above, row: y)
            above = runs
        }
        return finder.whole()
    }

    /// The stretches of edge pixels in one row.
    ///
    /// One that is longer than a stroke, and no letters, is left out: letters with descenders often touch it. With
    /// `keepingFrames` it is kept where a side of a frame makes it so long, so that what hangs on it is known to.
    private static func edgeRuns(on edges: EdgeMap, row: Int, keepingFrames: Bool) -> [Run] {
        edges.bits.withUnsafeBufferPointer { bits in
            let here = row * edges.width
            var runs: [Run] = []
            var start = -1
            for x in 0...edges.width {
                if x < edges.width, bits[here + x] != 0 {
                    if start < 0 { start = x }
                } else if start >= 0 {
                    let run = bits[(here + start)..<(here + x)]
                    let isFrame = x - start > longestStroke && isFrame(run)
                    if x - start <= longestStroke || isFrame && keepingFrames || !isFrame && isLetters(run) {
                        runs.append(Run(start: start, end: x, shape: 0, isFrame: isFrame))
                    }
                    start = -1
                }
            }
            return runs
        }
    }

    /// Whether a long run is a word whose letters stand close: in a rule few pixels differ from those beside them, in a
    /// row of dots every other one differs from the one below.
    private static func isLetters(_ bits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        guard bits.count <= maximumWord else { return false }
        let strokes = bits.count { $0 & EdgeMap.right != 0 }
        let turns = zip(bits, bits.dropFirst()).count { ($0 ^ $1) & EdgeMap.below != 0 }
        return 3 * strokes >= bits.count && 10 * turns <= 8 * bits.count
    }

    private static func isFrame(_ bits: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var length = 0
        for bit in bits {
            length = bit & EdgeMap.below == 0 ? 0 : length + 1
            if length > longestStroke { return true }
        }
        return false
    }

    /// Gives each run the shape that it continues, corner to corner too, or a new one.
    private mutating func connect(_ runs: inout [Run], to above: [Run], row: Int) {
        var first = 0
        for index in runs.indices {
            var shape: Int?
            while first < above.count && above[first].end < runs[index].start { first += 1 }
            var next = first
            while next < above.count && above[next].start <= runs[index].end {
                shape = shape.map { merge($0, above[next].shape) } ?? owner(of: above[next].shape)
                next += 1
            }
            runs[index].shape = add(runs[index], row: row, to: shape)
        }
    }

    private mutating func add(_ run: Run, row: Int, to shape: Int?) -> Int {
        let patch = Patch(left: run.start, top: row, right: run.end, bottom: row + 1)
        guard let shape else {
            shapes.append(
                Shape(patch: patch, pixels: run.end - run.start, isFramed: run.isFrame))
            owners.append(owners.count)
            return owners.count - 1
        }
        shapes[shape].patch = shapes[shape].patch.union(patch)
        shapes[shape].pixels += run.end - run.start
        if run.isFrame { shapes[shape].isFramed = true }
        return shape
    }

    private mutating func owner(of shape: Int) -> Int {
        var shape = shape
        while owners[shape] != shape {
            owners[shape] = owners[owners[shape]]
            shape = owners[shape]
        }
        return shape
    }

    private mutating func merge(_ one: Int, _ other: Int) -> Int {
        let (kept, gone) = (owner(of: one), owner(of: other))
        if kept != gone {
            owners[gone] = kept
            shapes[kept].patch = shapes[kept].patch.union(shapes[gone].patch)
            shapes[kept].pixels += shapes[gone].pixels
            if shapes[gone].isFramed { shapes[kept].isFramed = true }
        }
        return kept
    }

    private func whole() -> [Shape] { shapes.indices.filter { owners[$0] == $0 }.map { shapes[$0] } }
}

/// Which pixels of a picture lie in one of several patches.
private struct CoverMask {
    private let width: Int
    private var isCovered: [Bool]

    init(width: Int, height: Int) {
        self.width = width
        isCovered = [Bool](repeating: false, count: width * height)
    }

    mutating func add(_ patch: Patch) {
        for y in patch.top..<patch.bottom { for x in patch.left..<patch.right { isCovered[y * width + x] = true } }
    }

    /// Whether the middle of a patch is covered.
    func contains(_ patch: Patch) -> Bool {
        isCovered[(patch.top + patch.bottom) / 2 * width + (patch.left + patch.right) / 2]
    }
}
