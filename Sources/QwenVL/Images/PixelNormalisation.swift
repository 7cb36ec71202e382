/// What every sample of a colour becomes before the model sees it: (sample − 255 · mean) / (255 · deviation).
package struct PixelNormalisation: Sendable {
    /// 256 values each of red, green and blue.
    let tables: [[Float]]

    /// - Parameters:
    ///   - mean: of red, green and blue, of samples between 0 and 1.
    ///   - deviation: their standard deviations.
    init(
        mean: [Float] = [0.48145466, 0.4578275, 0.40821073], deviation: [Float] = [0.26862954, 0.26130258, 0.27577711]
    ) {
        precondition(mean.count == 3 && deviation.count == 3, "red, green and blue are normalised")
        tables = zip(mean, deviation).map { mean, deviation in
            (0..<256).map { (Float($0) - 255 * mean) / (255 * deviation) }
        }
    }
}
