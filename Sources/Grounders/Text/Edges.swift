import Images

/// Where neighbouring pixels of a picture differ by more than a gradient would make them.
struct EdgeMap {
    /// A pixel differs from the one to its right.
    static let right: UInt8 = 1
    /// A pixel differs from the one below it.
    static let below: UInt8 = 2

    /// Grey text of a disabled button differs by 80 and more from its ground, gradients of title bars by 3 a pixel.
    private static let contrast: Int32 = 16
    /// Vertical edges longer than this are sides of windows, menus and fields: text never runs across them.
    private static let shortestBarrier = 16
    /// Edges at least this long are frames, grid lines and panels. Letters of 20 pixels and less have shorter ones.
    private static let shortestFrame = (vertical: 16, horizontal: 24)
    /// Lines of grids are this thick at most.
    private static let thickestRule = 3
    /// A rule that crosses another line is longer than most bars of letters.
    private static let shortestRule = 8

    let width: Int
    let height: Int
    /// ``right`` and ``below`` of each pixel, row by row.
    private(set) var bits: [UInt8]

    init(of image: Image) {
        let (width, height) = (image.width, image.height)
        self.width = width
        self.height = height
        bits = [UInt8](unsafeUninitializedCapacity: width * height) { bits, count in
            image.withBytes { bytes in
                for y in 0..<height {
                    Self.fill(&bits, row: y, width: width, isLast: y + 1 == height, bytes, image.bytesPerRow)
                }
            }
            count = width * height
        }
    }

    private static func fill(
        _ bits: inout UnsafeMutableBufferPointer<UInt8>, row: Int, width: Int, isLast: Bool,
        _ bytes: UnsafeRawBufferPointer, _ bytesPerRow: Int
    ) {
        let start = row * bytesPerRow
        var here = bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)
        for x in 0..<width {
            let next = x + 1 < width ? bytes.loadUnaligned(fromByteOffset: start + 4 * x + 4, as: UInt32.self) : here
            let under =
                isLast ? here : bytes.loadUnaligned(fromByteOffset: start + bytesPerRow + 4 * x, as: UInt32.self)
            var bit: UInt8 = 0
            if here != next, differ(here, next) { bit |= right }
            if here != under, differ(here, under) { bit |= below }
            bits[row * width + x] = bit
            here = next
        }
    }

    @inline(__always)
    private static func differ(_ one: UInt32, _ other: UInt32) -> Bool {
        func apart(_ shift: UInt32) -> Bool {
            abs(Int32(truncatingIfNeeded: one >> shift & 255) - Int32(truncatingIfNeeded: other >> shift & 255))
                > contrast
        }
        return apart(0) || apart(8) || apart(16)
    }

    /// Calls `body` with column, first row and the row after the last of every vertical edge of at least `length` rows.
    ///
    /// An edge goes on behind a rule that crosses it: otherwise a line of a grid would be parted into one edge for each
    /// cell, no longer than a letter where the rows are low.
    private func forEachVerticalEdge(of length: Int, _ body: (_ x: Int, _ top: Int, _ bottom: Int) -> Void) {
        var rows = [Int](repeating: 0, count: width)
        // For how many rows a rule has hidden the edge of a column; 0 where none does.
        var hidden = [Int](repeating: 0, count: width)
        func end(_ x: Int, before y: Int) {
            let bottom = y - hidden[x]
            if rows[x] >= length { body(x, bottom - rows[x], bottom) }
            (rows[x], hidden[x]) = (0, 0)
        }
        for y in 0...height {
            for x in 0..<width {
                if y < height, bits[y * width + x] & Self.right != 0 {
                    if hidden[x] > 0 {
                        if isCrossing(x, below: y - 1) {
                            (rows[x], hidden[x]) = (rows[x] + hidden[x], 0)
                        } else {
                            end(x, before: y)
                        }
                    }
                    rows[x] += 1
                } else if rows[x] > 0 {
                    let isHidden = hidden[x] > 0 ? hidden[x] < Self.thickestRule : isCrossing(x, below: y - 1)
                    if y < height, isHidden { hidden[x] += 1 } else { end(x, before: y) }
                }
            }
        }
    }

    /// Whether a rule begins or ends below a row, to the left or to the right of the vertical edge at `x`.
    private func isCrossing(_ x: Int, below row: Int) -> Bool {
        func isRule(_ columns: Range<Int>) -> Bool {
            columns.lowerBound >= 0 && columns.upperBound <= width
                && columns.allSatisfy { bits[row * width + $0] & Self.below != 0 }
        }
        return isRule((x + 1 - Self.shortestRule)..<(x + 1)) || isRule((x + 1)..<(x + 1 + Self.shortestRule))
    }

    /// The vertical edges that part lines of text, one column wide.
    var barriers: [Patch] {
        var barriers: [Patch] = []
        forEachVerticalEdge(of: Self.shortestBarrier) { x, top, bottom in
            barriers.append(Patch(left: x, top: top, right: x + 1, bottom: bottom))
        }
        return barriers
    }

    /// The map without long straight edges: what is left of a frame is the letters that touch it.
    ///
    /// - Parameter barriers: of this map.
    func withoutFrames(_ barriers: [Patch]) -> EdgeMap {
        var map = self
        for edge in barriers where edge.height >= Self.shortestFrame.vertical {
            for y in edge.top..<edge.bottom { map.bits[y * width + edge.left] &= ~Self.right }
        }
        for y in 0..<height {
            var start = 0
            var x = 0
            while x <= width {
                if x < width, bits[y * width + x] & Self.below != 0 {
                    x += 1
                } else if x > start, let next = behindSide(x, row: y, of: map) {
                    x = next
                } else {
                    if x - start >= Self.shortestFrame.horizontal {
                        for at in start..<x { map.bits[y * width + at] &= ~Self.below }
                    }
                    x += 1
                    start = x
                }
            }
        }
        return map
    }

    /// Where the edge below a row goes on behind the side of a frame that begins at `x`; `nil` if none does.
    ///
    /// - Parameter bare: this map without the sides of frames.
    private func behindSide(_ x: Int, row: Int, of bare: EdgeMap) -> Int? {
        /// Whether a side of a frame goes through the column, beside this row or the next.
        func isSide(_ x: Int) -> Bool {
            (row...min(row + 1, height - 1)).contains { y in
                (bits[y * width + x] & ~bare.bits[y * width + x]) & Self.right != 0
            }
        }
        guard x < width, isSide(x - 1) else { return nil }
        let next = (x..<min(x + 1 + Self.thickestRule, width)).first { bits[row * width + $0] & Self.below != 0 }
        return next.flatMap { isSide($0 - 1) ? $0 : nil }
    }
}
