import Images

/// The coloured waves that editors draw under words that they do not know.
///
/// They lie across descenders and the frame of a cell, so they are not erased but unmixed: a pixel of a wave is the wave's
/// colour laid over a grey one, `pixel = α · wave + (1 - α) · grey`, and only `wave` has a hue.
enum SpellingWaves {
    /// How far apart the channels of a wave's pixels are, and of those at its edge. Grey text has none so far apart.
    private static let saturation = (sure: 110, edge: 8)
    /// The shortest wave, in pixels.
    private static let shortest = 10
    /// Where more of a pixel is the wave's, what lies under it is told from the pixels beside it.
    private static let opaque = 0.9

    /// The pixels of `patch` that a wave covers, by their index row by row, with the grey from 0 to 255 under it.
    ///
    /// A wave lies in the lower half of a line of which the upper half has no such colour.
    static func uncovered(in patch: Patch, of image: Image) -> [Int: Int] {
        guard patch.height >= 8, patch.width >= shortest else { return [:] }
        let half = patch.height / 2
        return image.withBytes { bytes in
            func colour(_ x: Int, _ y: Int) -> Colour {
                Colour(bytes, (patch.top + y) * image.bytesPerRow + 4 * (patch.left + x))
            }
            // Most lines are grey all over: look at the likeliest rows first.
            var wave: Colour?
            var columns = 0
            for x in 0..<patch.width {
                var isSure = false
                for y in half..<patch.height {
                    let here = colour(x, y)
                    guard here.saturation >= saturation.sure else { continue }
                    isSure = true
                    if wave.map({ $0.order < here.order }) ?? true { wave = here }
                }
                columns += isSure ? 1 : 0
            }
            guard let wave, columns >= shortest,
                !(0..<half).contains(where: { y in
                    (0..<patch.width).contains { colour($0, y).saturation >= saturation.sure }
                })
            else { return [:] }
            var greys: [Int: Int] = [:]
            for y in half..<patch.height {
                let row = (0..<patch.width).map { colour($0, y) }
                for (x, grey) in unmixed(row, wave) { greys[y * patch.width + x] = grey }
            }
            return greys
        }
    }

    /// The greys under the pixels of one row that have a hue.
    private static func unmixed(_ row: [Colour], _ wave: Colour) -> [Int: Int] {
        let shares = row.map { min(Double($0.saturation) / Double(wave.saturation), 1) }
        func grey(_ x: Int) -> Int? {
            guard row.indices.contains(x), shares[x] <= opaque else { return nil }
            return min(max(Int((Double(row[x].low) - shares[x] * Double(wave.low)) / (1 - shares[x])), 0), 255)
        }
        var greys: [Int: Int] = [:]
        for x in row.indices where row[x].saturation >= saturation.edge {
            let beside = [grey(x - 1), grey(x + 1)].compactMap { $0 }
            greys[x] = grey(x) ?? (beside.isEmpty ? 255 : beside.reduce(0, +) / beside.count)
        }
        return greys
    }

    /// The lowest and the highest channel of a pixel.
    private struct Colour {
        let low: Int
        let high: Int

        init(_ bytes: UnsafeRawBufferPointer, _ start: Int) {
            let (blue, green, red) = (Int(bytes[start]), Int(bytes[start + 1]), Int(bytes[start + 2]))
            low = min(blue, green, red)
            high = max(blue, green, red)
        }

        var saturation: Int { high - low }
        /// The purest first, of equally pure ones the one on the lightest ground.
        var order: (Int, Int) { (saturation, high) }
    }
}
