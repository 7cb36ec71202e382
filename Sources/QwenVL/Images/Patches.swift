package import Images

/// Pictures cut into the rows that the vision tower reads (`pixel_values` of the reference).
package struct Patches: Sendable {
    /// Samples in a row: 3 colours, 2 frames, 14 rows, 14 columns.
    package static let width = 3 * 2 * side * side
    /// The side of a patch in pixels.
    static let side = 14

    /// `[patches, 1176]`: patches in squares of two by two (frame pair, square's row and column, row and column within
    /// it); samples by colour, frame, row, column.
    package let values: [Float]
    /// How the patches lie.
    package let grid: PatchGrid

    /// Cuts a picture whose sides are multiples of 28; it stands still for both frames of its pair.
    package init(_ picture: Image, normalisation: PixelNormalisation = PixelNormalisation()) {
        self.init(frames: [picture], normalisation: normalisation)
    }

    /// Cuts frames of one size, in pairs; the last of an odd number is paired with itself.
    ///
    /// - Parameter frames: at least one; sides are multiples of 28.
    package init(frames: [Image], normalisation: PixelNormalisation = PixelNormalisation()) {
        precondition(!frames.isEmpty, "a video needs frames")
        let (width, height) = (frames[0].width, frames[0].height)
        precondition(width % SmartResize.unit == 0 && height % SmartResize.unit == 0, "sides come in units of 28")
        precondition(frames.allSatisfy { $0.width == width && $0.height == height }, "frames have one size")
        let grid = PatchGrid(frames: (frames.count + 1) / 2, rows: height / Self.side, columns: width / Self.side)
        let count = grid.patches * Self.width
        self.grid = grid
        values = unsafe [Float](unsafeUninitializedCapacity: count) { buffer, initialised in
            for (index, frame) in frames.enumerated() {
                let slots = index == frames.count - 1 && index % 2 == 0 ? [0, 1] : [index % 2]
                let pair = buffer.extracting((index / 2 * grid.rows * grid.columns * Self.width)...)
                unsafe cut(frame, into: pair, slots: slots, normalisation)
            }
            initialised = count
        }
    }
}

/// Writes one frame into the rows of its pair, as the first (0) and second (1) frame that `slots` names.
private func cut(
    _ frame: Image, into rows: UnsafeMutableBufferPointer<Float>, slots: [Int], _ normalisation: PixelNormalisation
) {
    let (side, columns) = (Patches.side, frame.width / Patches.side)
    unsafe frame.withBytes { source in
        for colour in 0..<3 {
            unsafe normalisation.tables[colour].withUnsafeBufferPointer { table in
                for y in 0..<frame.height {
                    let (row, line) = (y / side, y % side)
                    for column in 0..<columns {
                        let patch = (row / 2 * (columns / 2) + column / 2) * 4 + row % 2 * 2 + column % 2
                        // Pixels are blue, green, red and a byte unused.
                        let start = y * frame.bytesPerRow + 4 * side * column + 2 - colour
                        for slot in slots {
                            let target = patch * Patches.width + ((colour * 2 + slot) * side + line) * side
                            for x in 0..<side {
                                unsafe rows[target + x] = unsafe table[Int(source[start + 4 * x])]
                            }
                        }
                    }
                }
            }
        }
    }
}
