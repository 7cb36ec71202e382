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
            Image(width: taps.count, height: height) { target in
                for y in 0..<height {
                    let row = y * bytesPerRow
                    for x in 0..<taps.count {
                        let sum = taps.sum(at: x) { pixel(source, row + 4 * $0) }
                        store(sum, in: target, at: 4 * (y * taps.count + x))
                    }
                }
            }
        }
    }

    private func filteredAlongColumns(_ taps: FilterTaps) -> Image {
        withBytes { source in
            Image(width: width, height: taps.count) { target in
                for y in 0..<taps.count {
                    for x in 0..<width {
                        let sum = taps.sum(at: y) { pixel(source, $0 * bytesPerRow + 4 * x) }
                        store(sum, in: target, at: 4 * (y * width + x))
                    }
                }
            }
        }
    }
}

/// For each new pixel, which old ones count and by how much, in fixed point.
private struct FilterTaps {
    /// Bits after the point: eight bits of colour, and room for a sum that overshoots fourfold, fit in 32.
    static let fraction = 22

    let count: Int
    private var starts: [Int] = []
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
            starts.append(start)
            for tap in 0..<stride {
                weights.append(tap < raw.count ? FilterTaps.fixed(raw[tap] / sum) : 0)
            }
        }
    }

    private static func fixed(_ weight: Double) -> Int32 {
        Int32((weight * Double(1 << fraction)).rounded(.toNearestOrAwayFromZero))
    }

    /// The weighted sum of old pixels for the new one at `index`, rounded to whole colours.
    @inline(__always)
    func sum(at index: Int, of pixel: (Int) -> SIMD4<Int32>) -> SIMD4<Int32> {
        var sum = SIMD4<Int32>(repeating: 1 << Int32(FilterTaps.fraction - 1))
        weights.withUnsafeBufferPointer { weights in
            for tap in 0..<stride where weights[index * stride + tap] != 0 {
                sum &+= pixel(starts[index] + tap) &* weights[index * stride + tap]
            }
        }
        return (sum &>> Int32(FilterTaps.fraction)).clamped(
            lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255))
    }
}

@inline(__always)
private func pixel(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> SIMD4<Int32> {
    SIMD4<Int32>(
        truncatingIfNeeded: bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt8>.self))
}

@inline(__always)
private func store(_ colours: SIMD4<Int32>, in bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
    bytes.storeBytes(of: SIMD4<UInt8>(truncatingIfNeeded: colours), toByteOffset: offset, as: SIMD4<UInt8>.self)
}
