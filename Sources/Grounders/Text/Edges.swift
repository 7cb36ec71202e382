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
    private func forEachVerticalEdge(of length: Int, _ body: (_ x: Int, _ top: Int, _ bottom: Int) -> Void) {
        var rows = [Int](repeating: 0, count: width)
        for y in 0...height {
            for x in 0..<width {
                if y < height, bits[y * width + x] & Self.right != 0 {
                    rows[x] += 1
                } else if rows[x] > 0 {
                    if rows[x] >= length { body(x, y - rows[x], y) }
                    rows[x] = 0
                }
            }
        }
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
            for x in 0...width where x == width || bits[y * width + x] & Self.below == 0 {
                if x - start >= Self.shortestFrame.horizontal {
                    for at in start..<x { map.bits[y * width + at] &= ~Self.below }
                }
                start = x + 1
            }
        }
        return map
    }
}
