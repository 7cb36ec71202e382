import Images

/// The coloured waves that editors draw under words that they do not know.
///
/// They lie across descenders and the side of a cell below, so that only their colour tells them apart.
enum SpellingWaves {
    /// How far apart the channels of a wave's pixels are, and of those at its edge. Grey text has none so far apart.
    private static let saturation = (sure: 110, edge: 40)
    /// The shortest wave, in pixels.
    private static let shortest = 10

    /// The pixels of `patch` that are a wave, row by row; empty when there is none.
    ///
    /// A wave lies in the lower half of a line of which the upper half has no such colour.
    static func pixels(in patch: Patch, of image: Image) -> [Bool] {
        let half = patch.height / 2
        guard patch.height >= 8, patch.width >= shortest else { return [] }
        return image.withBytes { bytes in
            func saturation(_ x: Int, _ y: Int) -> Int {
                let start = (patch.top + y) * image.bytesPerRow + 4 * (patch.left + x)
                let (blue, green, red) = (Int(bytes[start]), Int(bytes[start + 1]), Int(bytes[start + 2]))
                return max(blue, green, red) - min(blue, green, red)
            }
            // Most lines are grey all over: look at the likeliest rows first.
            let columns = (0..<patch.width).filter { x in
                (half..<patch.height).contains { saturation(x, $0) >= Self.saturation.sure }
            }
            guard columns.count >= shortest,
                !(0..<half).contains(where: { y in
                    (0..<patch.width).contains { saturation($0, y) >= Self.saturation.sure }
                })
            else { return [] }
            return (0..<(patch.width * patch.height)).map { index in
                let (x, y) = (index % patch.width, index / patch.width)
                return y >= half && saturation(x, y) >= Self.saturation.edge
            }
        }
    }
}
