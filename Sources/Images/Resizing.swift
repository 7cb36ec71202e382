import CKernels
import Dispatch
import Glibc

/// How pixels of one grid are made from those of another.
package enum ResizeFilter: Hashable, CaseIterable, Sendable {
    /// The mean of the area that each new pixel covers; for shrinking.
    case area
    /// Keys' cubic convolution with a = −0.5, widened when shrinking so that nothing is skipped.
    case bicubic
    /// Lanczos' windowed sinc of three lobes, widened likewise.
    case lanczos

    /// How far the filter reaches, in new or old pixels, whichever are larger.
    fileprivate var reach: Double {
        switch self {
        case .area: 0.5
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The weight of a pixel at distance `x`.
    fileprivate func weight(_ x: Double) -> Double {
        switch self {
        case .area:
            return x > -0.5 && x <= 0.5 ? 1 : 0
        case .bicubic:
            let (a, x) = (-0.5, abs(x))
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        case .lanczos:
            return abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0
        }
    }
}

/// sin(πx) / πx.
private func sinc(_ x: Double) -> Double {
    let angle = x * .pi
    return angle == 0 ? 1 : sin(angle) / angle
}

extension Image {
    /// The picture at another size: first each row, then each column is filtered, with eight bits in between.
    package func resized(to size: Size<ImageSpace>, using filter: ResizeFilter = .bicubic) -> Image {
        precondition(size.width > 0 && size.height > 0, "an image needs pixels")
        let columns = FilterTaps(from: width, to: size.width, filter: filter)
        let rows = FilterTaps(from: height, to: size.height, filter: filter)
        let narrowed = size.width == width ? self : filteredAlongRows(columns)
        return size.height == height ? narrowed : narrowed.filteredAlongColumns(rows)
    }

    private func filteredAlongRows(_ taps: FilterTaps) -> Image {
        withBytes { source in
            Image.written(width: taps.count, height: height) { target in
                taps.filterRows(
                    PixelRows(bytes: source, stride: bytesPerRow, width: width, height: height),
                    into: target)
            }
        }
    }

    private func filteredAlongColumns(_ taps: FilterTaps) -> Image {
        withBytes { source in
            Image.written(width: width, height: taps.count) { target in
                taps.filterColumns(
                    PixelRows(bytes: source, stride: bytesPerRow, width: width, height: height),
                    into: target)
            }
        }
    }
}

/// The pixels of a picture, for as long as they are lent.
private struct PixelRows: @unchecked Sendable {
    let bytes: UnsafeRawBufferPointer
    /// Bytes from the start of one row to the start of the next.
    let stride: Int
    let width: Int
    let height: Int
}

/// For each new pixel, which old ones count and by how much, in fixed point: eight bits of colour, 22 bits after the point,
/// and room for a sum that overshoots fourfold fit in 32.
private struct FilterTaps: Sendable {
    let count: Int
    private var starts: [Int32] = []
    private var lengths: [Int32] = []
    /// `stride` for each new pixel; the last ones are 0 where it has fewer.
    private var weights: [Int32] = []
    private let stride: Int

    init(from old: Int, to new: Int, filter: ResizeFilter) {
        let scale = Double(old) / Double(new)
        let widening = max(scale, 1)
        let reach = filter.reach * widening
        count = new
        stride = Int(reach.rounded(.up)) * 2 + 1
        for index in 0..<new {
            let centre = (Double(index) + 0.5) * scale
            let start = max(0, Int(centre - reach + 0.5))
            let end = min(old, Int(centre + reach + 0.5))
            let raw = (start..<end).map { filter.weight((Double($0) - centre + 0.5) / widening) }
            let sum = raw.reduce(0, +)
            starts.append(Int32(start))
            lengths.append(Int32(raw.count))
            for tap in 0..<stride {
                weights.append(tap < raw.count ? FilterTaps.fixed(raw[tap] / sum) : 0)
            }
        }
    }

    private static func fixed(_ weight: Double) -> Int32 {
        Int32((weight * Double(1 << ck_filter_fraction)).rounded(.toNearestOrAwayFromZero))
    }

    /// Makes rows of `count` pixels from rows of as many as this was made for.
    func filterRows(_ source: PixelRows, into target: UnsafeMutableRawBufferPointer) {
        let together = ck_filtered_rows
        let rows = SharedRows(source, target)
        rows.filter(source.height, inPiecesOf: 32) { piece in
            withUnsafeTemporaryAllocation(byteCount: 4 * together * source.width, alignment: 64) { scratch in
                guard let scratch = scratch.baseAddress, let from = rows.from, let to = rows.to else { return }
                for y in Swift.stride(from: piece.lowerBound, to: piece.upperBound, by: together) {
                    ck_filter_columns(
                        from + y * source.stride, source.stride, min(together, piece.upperBound - y), source.width,
                        starts, lengths, weights, stride, scratch, to + 4 * y * count, 4 * count, count)
                }
            }
        }
    }

    /// Makes `count` rows from as many as this was made for.
    func filterColumns(_ source: PixelRows, into target: UnsafeMutableRawBufferPointer) {
        let rows = SharedRows(source, target)
        rows.filter(count, inPiecesOf: 32) { piece in
            weights.withUnsafeBufferPointer { weights in
                guard let weights = weights.baseAddress, let from = rows.from, let to = rows.to else { return }
                for y in piece {
                    ck_filter_rows(
                        from + Int(starts[y]) * source.stride, source.stride, weights + y * stride, Int(lengths[y]),
                        to + 4 * y * source.width, 4 * source.width)
                }
            }
        }
    }
}

/// Rows that threads read and write side by side, each its own.
private struct SharedRows: @unchecked Sendable {
    let from: UnsafeRawPointer?
    let to: UnsafeMutableRawPointer?
    private let isSmall: Bool

    init(_ source: PixelRows, _ target: UnsafeMutableRawBufferPointer) {
        (from, to) = (source.bytes.baseAddress, target.baseAddress)
        // It takes longer to wake a thread.
        isSmall = source.width * source.height < 1 << 16
    }

    /// Has all rows made, by several threads where there are many.
    func filter(_ count: Int, inPiecesOf length: Int, _ make: @Sendable (Range<Int>) -> Void) {
        guard !isSmall else { return make(0..<count) }
        DispatchQueue.concurrentPerform(iterations: (count + length - 1) / length) { piece in
            make(piece * length..<min(count, (piece + 1) * length))
        }
    }
}
