package import Images

extension Image {
    /// The picture as the model sees it: filtered along rows, then along columns, with eight bits in between.
    ///
    /// The same bytes as torchvision's antialiased bicubic gives for 8-bit pictures; Pillow's differ in some samples.
    package func resampled(to size: Size<ModelSpace>) -> Image {
        precondition(size.width > 0 && size.height > 0, "a picture needs pixels")
        let wide = size.width == width ? self : resampledAlongRows(BicubicTaps(from: width, to: size.width))
        return size.height == height ? wide : wide.resampledAlongColumns(BicubicTaps(from: height, to: size.height))
    }

    private func resampledAlongRows(_ taps: BicubicTaps) -> Image {
        unsafe withBytes { source in
            unsafe Image(width: taps.starts.count, height: height) { target in
                for y in 0..<height {
                    unsafe resampleRow(
                        UnsafeRawBufferPointer(rebasing: source[(y * bytesPerRow)...]),
                        into: UnsafeMutableRawBufferPointer(rebasing: target[(4 * y * taps.starts.count)...]), taps)
                }
            }
        }
    }

    private func resampledAlongColumns(_ taps: BicubicTaps) -> Image {
        unsafe withBytes { source in
            unsafe Image(width: width, height: taps.starts.count) { target in
                for y in 0..<taps.starts.count {
                    let first = Int(taps.starts[y]) * bytesPerRow
                    let weights = taps.weights[(y * taps.tapCount)..<((y + 1) * taps.tapCount)]
                    unsafe blendRows(
                        UnsafeRawBufferPointer(rebasing: source[first...]), bytesPerRow: bytesPerRow,
                        into: UnsafeMutableRawBufferPointer(rebasing: target[(4 * y * width)...]), count: 4 * width,
                        weights: weights, fractionBits: taps.fractionBits)
                }
            }
        }
    }
}

/// Makes one row of pixels of four bytes from another.
private func resampleRow(
    _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer, _ taps: BicubicTaps
) {
    let half = SIMD4<Int32>(repeating: 1 << Int32(taps.fractionBits - 1))
    let shift = SIMD4<Int32>(repeating: Int32(taps.fractionBits))
    unsafe taps.weights.withUnsafeBufferPointer { weights in
        for x in 0..<taps.starts.count {
            var sum = half
            let start = 4 * Int(taps.starts[x])
            for tap in 0..<taps.tapCount {
                let pixel = unsafe source.loadUnaligned(fromByteOffset: start + 4 * tap, as: SIMD4<UInt8>.self)
                sum &+= product(pixel, unsafe weights[x * taps.tapCount + tap])
            }
            unsafe target.storeBytes(of: bytes(sum &>> shift), toByteOffset: 4 * x, as: SIMD4<UInt8>.self)
        }
    }
}

/// Makes one row of `count` bytes, a multiple of four, from as many rows as there are weights.
private func blendRows(
    _ source: UnsafeRawBufferPointer, bytesPerRow: Int, into target: UnsafeMutableRawBufferPointer, count: Int,
    weights: ArraySlice<Int16>, fractionBits: Int
) {
    unsafe weights.withUnsafeBufferPointer { weights in
        let half = Int32(1) << Int32(fractionBits - 1)
        let whole = count & ~15
        for offset in stride(from: 0, to: whole, by: 16) {
            var sum = SIMD16<Int32>(repeating: half)
            for tap in 0..<weights.count {
                let pixels = unsafe source.loadUnaligned(
                    fromByteOffset: tap * bytesPerRow + offset, as: SIMD16<UInt8>.self)
                sum &+= product(pixels, unsafe weights[tap])
            }
            let shifted = sum &>> SIMD16<Int32>(repeating: Int32(fractionBits))
            unsafe target.storeBytes(of: bytes(shifted), toByteOffset: offset, as: SIMD16<UInt8>.self)
        }
        for offset in stride(from: whole, to: count, by: 4) {
            var sum = SIMD4<Int32>(repeating: half)
            for tap in 0..<weights.count {
                let pixel = unsafe source.loadUnaligned(
                    fromByteOffset: tap * bytesPerRow + offset, as: SIMD4<UInt8>.self)
                sum &+= product(pixel, unsafe weights[tap])
            }
            let shifted = sum &>> SIMD4<Int32>(repeating: Int32(fractionBits))
            unsafe target.storeBytes(of: bytes(shifted), toByteOffset: offset, as: SIMD4<UInt8>.self)
        }
    }
}

// Widened by way of 16 bits: that the factors are no wider lets the compiler multiply twice as many at once.

@inline(__always)
private func product(_ pixels: SIMD16<UInt8>, _ weight: Int16) -> SIMD16<Int32> {
    SIMD16<Int32>(truncatingIfNeeded: SIMD16<Int16>(truncatingIfNeeded: pixels))
        &* SIMD16<Int32>(truncatingIfNeeded: SIMD16<Int16>(repeating: weight))
}

@inline(__always)
private func product(_ pixel: SIMD4<UInt8>, _ weight: Int16) -> SIMD4<Int32> {
    SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int16>(truncatingIfNeeded: pixel))
        &* SIMD4<Int32>(truncatingIfNeeded: SIMD4<Int16>(repeating: weight))
}

@inline(__always)
private func bytes(_ values: SIMD16<Int32>) -> SIMD16<UInt8> {
    SIMD16<UInt8>(
        truncatingIfNeeded: values.clamped(lowerBound: SIMD16(repeating: 0), upperBound: SIMD16(repeating: 255)))
}

@inline(__always)
private func bytes(_ values: SIMD4<Int32>) -> SIMD4<UInt8> {
    SIMD4<UInt8>(
        truncatingIfNeeded: values.clamped(lowerBound: SIMD4(repeating: 0), upperBound: SIMD4(repeating: 255)))
}
