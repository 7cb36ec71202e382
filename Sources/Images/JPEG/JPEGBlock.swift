/// A block of eight by eight numbers: samples, or what their transform makes of them.
struct JPEGBlock {
    /// `rows[y][x]`.
    var rows = [SIMD8<Float>](repeating: SIMD8(), count: 8)

    /// By what ``transform()`` leaves each row and column larger than the discrete cosine transform of T.81, A.3.3, does.
    static let excess: [Float] = [
        1, 1.387_039_845, 1.306_562_965, 1.175_875_602, 1, 0.785_694_958, 0.541_196_100, 0.275_899_379,
    ].map { $0 * 2.828_427_125 }

    /// The discrete cosine transform in both directions by Arai, Agui and Nakajima 1988: five multiplications for eight numbers.
    mutating func transform() {
        transformColumns()
        transpose()
        transformColumns()
        transpose()
    }

    private mutating func transformColumns() {
        let (s0, d0) = (rows[0] + rows[7], rows[0] - rows[7])
        let (s1, d1) = (rows[1] + rows[6], rows[1] - rows[6])
        let (s2, d2) = (rows[2] + rows[5], rows[2] - rows[5])
        let (s3, d3) = (rows[3] + rows[4], rows[3] - rows[4])
        // The even rows.
        let (outer, outerDifference) = (s0 + s3, s0 - s3)
        let (inner, innerDifference) = (s1 + s2, s1 - s2)
        rows[0] = outer + inner
        rows[4] = outer - inner
        let turned = (innerDifference + outerDifference) * 0.707_106_781
        rows[2] = outerDifference + turned
        rows[6] = outerDifference - turned
        // The odd rows.
        let (a, b, c) = (d3 + d2, d2 + d1, d1 + d0)
        let shared = (a - c) * 0.382_683_433
        let low = 0.541_196_100 * a + shared
        let high = 1.306_562_965 * c + shared
        let middle = b * 0.707_106_781
        let (sum, difference) = (d0 + middle, d0 - middle)
        rows[5] = difference + low
        rows[3] = difference - low
        rows[1] = sum + high
        rows[7] = sum - high
    }

    private mutating func transpose() {
        for y in 1..<8 {
            for x in 0..<y { (rows[y][x], rows[x][y]) = (rows[x][y], rows[y][x]) }
        }
    }
}
