package import Images

/// How a frame is made from an earlier one: parts of it are replaced, all others are as they were.
package struct FrameDelta: Hashable, Codable, Sendable {
    /// The frame that it builds on.
    package var base: FrameName
    /// The picture of the changed parts: one below another, each at the left edge.
    package var patch: FrameName
    /// Where the parts go, in whole pixels, the first that of the uppermost in the patch.
    package var places: [Box<ImageSpace>]

    /// The size of the patch.
    var patchSize: Size<ImageSpace> {
        places.reduce(Size(width: 0, height: 0)) { size, place in
            Size(width: max(size.width, place.pixels.width), height: size.height + place.pixels.height)
        }
    }
}

extension Image {
    /// Parts of the picture one below another, each at the left edge; black beside those that are narrower.
    func patch(of places: [Box<ImageSpace>], size: Size<ImageSpace>) -> Image {
        unsafe Image(width: size.width, height: size.height) { bytes in
            var row = 0
            for place in places {
                let (x, y, width, height) = place.pixels
                let part = Box<ImageSpace>(x: x, y: y, width: width, height: height)
                unsafe copyRows(of: part, to: bytes, row: row, column: 0, size.width)
                row += height
            }
        }
    }

    /// The picture with parts of it replaced; `nil` where they lie outside, or the patch has not the size of all of them.
    func replacing(_ delta: FrameDelta, with patch: Image) -> Image? {
        let areInside = delta.places.allSatisfy { place in
            let (x, y, width, height) = place.pixels
            return !place.isEmpty && x >= 0 && y >= 0 && x + width <= self.width && y + height <= self.height
        }
        guard areInside, patch.size == delta.patchSize else { return nil }
        return unsafe Image(width: width, height: height) { bytes in
            unsafe copyRows(of: size.bounds, to: bytes, row: 0, column: 0, width)
            var row = 0
            for place in delta.places {
                let (x, y, partWidth, partHeight) = place.pixels
                let part = Box<ImageSpace>(x: 0, y: row, width: partWidth, height: partHeight)
                unsafe patch.copyRows(of: part, to: bytes, row: y, column: x, width)
                row += partHeight
            }
        }
    }

    /// Copies a part of the picture into the rows of another one that is `width` pixels wide.
    private func copyRows(
        of part: Box<ImageSpace>, to target: UnsafeMutableRawBufferPointer, row: Int, column: Int, _ width: Int
    ) {
        let (x, y, partWidth, partHeight) = part.pixels
        unsafe withBytes { source in
            for line in 0..<partHeight {
                let start = (y + line) * bytesPerRow + 4 * x
                let bytes = unsafe UnsafeRawBufferPointer(rebasing: source[start..<(start + 4 * partWidth)])
                let place = 4 * ((row + line) * width + column)
                unsafe UnsafeMutableRawBufferPointer(rebasing: target[place..<(place + 4 * partWidth)])
                    .copyMemory(from: bytes)
            }
        }
    }
}
