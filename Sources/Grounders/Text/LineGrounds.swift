import Images

/// The ground of each column of a line of text: a selected word or a block caret has another one than its neighbours.
struct LineGrounds {
    /// The mean of the pixels whose channels lie in the same sixteenths.
    struct Shade {
        var count = 0
        var sums = (red: 0, green: 0, blue: 0)

        var red: Int { sums.red / max(count, 1) }
        var green: Int { sums.green / max(count, 1) }
        var blue: Int { sums.blue / max(count, 1) }

        /// How far two shades are apart, from 0 to 255.
        func distance(to other: Shade) -> Int {
            (abs(red - other.red) + 2 * abs(green - other.green) + abs(blue - other.blue)) / 4
        }
    }

    /// Colours nearer than this are one ground with a gradient.
    private static let minimumDistance = 40

    /// The ground of each row, and then of each panel.
    private(set) var shades: [Shade]
    /// Selections and block carets.
    private var panels: [LineShades.Panel] = []
    private let height: Int
    /// Whether there is one ground only.
    var isPlain: Bool { panels.isEmpty }

    /// Looks for the grounds in `patch`; the main one is the most frequent colour, or a gradient from top to bottom.
    init(in patch: Patch, of image: Image) {
        let pixels = LineShades(in: patch, of: image)
        height = patch.height
        let main = pixels.mainShade
        shades = [Shade](repeating: main.value, count: height)
        if let gradient = pixels.gradient(besides: main.key) {
            shades = gradient
            return
        }
        guard 10 * main.value.count < 9 * pixels.keys.count else { return }
        for panel in pixels.panels(besides: main.key) {
            guard let shade = pixels.shades[panel.key], shade.distance(to: main.value) >= Self.minimumDistance else {
                continue
            }
            shades.append(shade)
            panels.append(panel)
        }
    }

    /// For each pixel of the line which of ``shades`` is its ground, row by row.
    func indices(width: Int) -> [Int] {
        var indices = [Int](repeating: 0, count: width * height)
        for y in 0..<height { for x in 0..<width { indices[y * width + x] = y } }
        for (number, panel) in panels.enumerated() {
            for y in panel.rows { for x in panel.columns { indices[y * width + x] = height + number } }
        }
        return indices
    }
}

/// The pixels of a line by their shade.
private struct LineShades {
    /// A rectangle that a colour fills.
    struct Panel {
        var key: UInt16
        var columns: Range<Int>
        var rows: Range<Int>
    }

    private let width: Int
    private let height: Int
    /// The sixteenth of each channel, row by row.
    private(set) var keys: [UInt16]
    private(set) var shades: [UInt16: LineGrounds.Shade] = [:]

    init(in patch: Patch, of image: Image) {
        width = patch.width
        height = patch.height
        keys = []
        keys.reserveCapacity(width * height)
        image.withBytes { bytes in
            for y in patch.top..<patch.bottom {
                for x in patch.left..<patch.right { add(bytes, y * image.bytesPerRow + 4 * x) }
            }
        }
    }

    private mutating func add(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
        let (blue, green, red) = (Int(bytes[start]), Int(bytes[start + 1]), Int(bytes[start + 2]))
        let key = UInt16(red >> 4) << 8 | UInt16(green >> 4) << 4 | UInt16(blue >> 4)
        keys.append(key)
        shades[key, default: LineGrounds.Shade()].count += 1
        shades[key, default: LineGrounds.Shade()].sums.red += red
        shades[key, default: LineGrounds.Shade()].sums.green += green
        shades[key, default: LineGrounds.Shade()].sums.blue += blue
    }

    /// The most frequent shade.
    var mainShade: (key: UInt16, value: LineGrounds.Shade) {
        let main = shades.max { ($0.value.count, $0.key) < ($1.value.count, $1.key) }
        return main.map { ($0.key, $0.value) } ?? (0, LineGrounds.Shade(count: 1))
    }

    /// The shades from top to bottom of a ground whose border is for the most part not of the main colour.
    func gradient(besides main: UInt16) -> [LineGrounds.Shade]? {
        let ends = (0..<height).map { (keys[$0 * width], keys[$0 * width + width - 1]) }
        let (left, right) = (ends.count(where: { $0.0 == main }), ends.count(where: { $0.1 == main }))
        guard 2 * left < height, 2 * right < height else { return nil }
        var rows: [LineGrounds.Shade] = []
        for (left, right) in ends {
            guard let one = shades[left], let other = shades[right], one.distance(to: other) <= 24,
                rows.last.map({ $0.distance(to: one) <= 40 }) ?? true
            else { return nil }
            rows.append(one.count > other.count ? one : other)
        }
        return rows
    }

    /// The rectangles that another colour than the main one fills.
    func panels(besides main: UInt16) -> [Panel] {
        var panels: [Panel] = []
        var x = 0
        while x < width {
            guard let key = fillingKey(x), key != main else {
                x += 1
                continue
            }
            let columns = extent(of: key, around: x)
            let rows = (0..<height).filter { y in columns.contains { keys[y * width + $0] == key } }
            if let top = rows.first, let bottom = rows.last, isPanel(columns, top...bottom, key) {
                panels.append(Panel(key: key, columns: columns, rows: top..<(bottom + 1)))
            }
            x = max(columns.upperBound, x + 1)
        }
        guard let caret = blockCaret(besides: main) else { return panels }
        return panels.filter { !$0.columns.overlaps(caret.columns) } + [caret]
    }

    /// A block caret that stands on a letter, however much of its sides the letter takes.
    ///
    /// It is as tall as a line may be: it begins above all letters beside it, and ends below their baseline.
    private func blockCaret(besides main: UInt16) -> Panel? {
        guard let top = (0..<height).first(where: { y in (0..<width).contains { keys[y * width + $0] != main } }),
            let first = (0..<width).first(where: { keys[top * width + $0] != main })
        else { return nil }
        let key = keys[top * width + first]
        let end = (first..<width).first { keys[top * width + $0] != key } ?? width
        let columns = first..<end
        guard 10 * columns.count >= 3 * height, columns.count <= height,
            !(end..<width).contains(where: { keys[top * width + $0] != main }),
            let last = (0..<height).last(where: { y in columns.contains { keys[y * width + $0] == key } })
        else { return nil }
        let filled = columns.reduce(0) { sum, x in sum + (top...last).count { keys[$0 * width + x] == key } }
        guard 2 * filled > columns.count * (last + 1 - top), isBelowBaseline(last, besides: columns, of: main) else {
            return nil
        }
        return Panel(key: key, columns: columns, rows: top..<(last + 1))
    }

    /// Whether at least two rows lie between a row and the one in which most columns beside `columns` end, and none
    /// ends below it.
    private func isBelowBaseline(_ row: Int, besides columns: Range<Int>, of main: UInt16) -> Bool {
        let ends = (0..<width).filter { !columns.contains($0) }.compactMap { x in
            (0..<height).last { keys[$0 * width + x] != main }
        }
        return !ends.isEmpty && ends.allSatisfy { $0 <= row } && 10 * ends.count { $0 + 2 <= row } >= 6 * ends.count
    }

    /// The shade that fills most of a column.
    private func fillingKey(_ x: Int) -> UInt16? {
        let key = keys[height / 2 * width + x]
        let others = (0..<height).count { keys[$0 * width + x] != key }
        return others <= max(2, 3 * height / 10) ? key : nil
    }

    /// The columns around `x` that have this colour above and below whatever stands on it.
    private func extent(of key: UInt16, around x: Int) -> Range<Int> {
        var (first, last) = (x, x)
        while first > 0, isFramed(first - 1, by: key) { first -= 1 }
        while last + 1 < width, isFramed(last + 1, by: key) { last += 1 }
        return first..<(last + 1)
    }

    private func isFramed(_ x: Int, by key: UInt16) -> Bool {
        let edge = min(max(3, height / 5), height)
        return (0..<edge).contains { keys[$0 * width + x] == key }
            && (0..<edge).contains { keys[(height - 1 - $0) * width + x] == key }
    }

    /// Whether columns of one colour are a ground, not the stroke of a letter.
    private func isPanel(_ columns: Range<Int>, _ rows: ClosedRange<Int>, _ key: UInt16) -> Bool {
        let filled = columns.count { fillingKey($0) == key }
        if 10 * filled >= 3 * height, filled >= 3 { return true }
        // A caret on a letter: a block with only the letter in it.
        guard 10 * columns.count >= 3 * height, columns.count <= 2 * height else { return false }
        let pixels = columns.reduce(0) { sum, x in sum + rows.count { keys[$0 * width + x] == key } }
        return 2 * pixels > columns.count * rows.count && isBlock(columns, rows, key)
    }

    /// Whether the first and the last row of this colour go from one side to the other, and both sides stand.
    private func isBlock(_ columns: Range<Int>, _ rows: ClosedRange<Int>, _ key: UInt16) -> Bool {
        func has(_ x: Int, _ y: Int) -> Bool { keys[y * width + x] == key }
        let sides = [columns.lowerBound, columns.upperBound - 1]
        return columns.allSatisfy { has($0, rows.lowerBound) && has($0, rows.upperBound) }
            && sides.allSatisfy { x in 2 * rows.count { has(x, $0) } >= rows.count }
    }
}
