import CPNG

/// How a picture is best compressed.
///
/// Measured with zlib at level 1: on screens of windows and text, filter "none" is 20 to 40 % faster than any other
/// and its files are the smallest. On photographs "sub" or "paeth" nearly halves the file, and since few strings repeat
/// in them, looking for runs only (`Z_RLE`) is faster than the full search and no worse.
enum PNGTuning: Hashable {
    case windowsAndText
    case smoothPhotograph
    case texturedPhotograph

    /// Judges by sixteen rows spread over the picture.
    init(for image: Image) {
        var census = NeighbourCensus()
        let step = max(1, image.height / 16)
        for y in stride(from: step / 2 + 1, to: image.height, by: step) {
            census.count(row: y, of: image)
        }
        self = census.tuning
    }

    /// What libpng calls the filter.
    var filters: Int32 {
        switch self {
        case .windowsAndText: PNG_FILTER_NONE
        case .smoothPhotograph: PNG_FILTER_SUB
        case .texturedPhotograph: PNG_FILTER_PAETH
        }
    }

    /// What zlib calls the strategy.
    var strategy: Int32 {
        switch self {
        case .windowsAndText: Z_DEFAULT_STRATEGY
        case .smoothPhotograph, .texturedPhotograph: Z_RLE
        }
    }

    /// zlib's tables: at 7 they fit the first-level cache, which makes a screen a tenth faster at the same size.
    var memoryLevel: Int32 { 7 }
}

/// How pixels relate to the ones beside and above them.
private struct NeighbourCensus {
    private var pixels = 0
    /// Pixels that equal the one to the left or above.
    private var repeated = 0
    /// What filters "sub" and "paeth" would leave of the green channel, as sums of magnitudes.
    private var leftBySub = 0
    private var leftByPaeth = 0

    mutating func count(row y: Int, of image: Image) {
        image.withBytes { bytes in
            for x in 1..<max(1, image.width) {
                let here = y * image.bytesPerRow + 4 * x
                let above = here - image.bytesPerRow
                pixels += 1
                let pixel = colour(bytes, here)
                if pixel == colour(bytes, here - 4) || pixel == colour(bytes, above) {
                    repeated += 1
                    continue
                }
                let (green, left) = (Int(bytes[here + 1]), Int(bytes[here - 3]))
                let (up, corner) = (Int(bytes[above + 1]), Int(bytes[above - 3]))
                leftBySub += abs(green - left)
                leftByPaeth += abs(green - paeth(left: left, up: up, corner: corner))
            }
        }
    }

    /// Photographs repeat hardly any pixel; paeth costs half as much again as sub and must earn it.
    var tuning: PNGTuning {
        if repeated * 2 >= pixels { return .windowsAndText }
        return leftByPaeth * 8 < leftBySub * 7 ? .texturedPhotograph : .smoothPhotograph
    }

    private func colour(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt32 {
        bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self) & 0xff_ffff
    }

    /// The neighbour nearest to left + up − corner (PNG specification, 9.4).
    private func paeth(left: Int, up: Int, corner: Int) -> Int {
        let estimate = left + up - corner
        let (toLeft, toUp, toCorner) = (abs(estimate - left), abs(estimate - up), abs(estimate - corner))
        if toLeft <= toUp && toLeft <= toCorner { return left }
        return toUp <= toCorner ? up : corner
    }
}
