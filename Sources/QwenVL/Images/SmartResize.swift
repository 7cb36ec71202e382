import Glibc
package import Images

/// The size at which the model sees a picture: whole units of 28 pixels, between two numbers of pixels.
package struct SmartResize: Hashable, Sendable {
    /// The side of the square that becomes one token, in pixels.
    package static let unit = 28
    /// No picture is made larger than this, whatever is asked for: 85,000 tokens.
    static let maximumPixels = 1 << 26

    /// The least number of pixels, `min_pixels` of a checkpoint.
    package var minimum: Int
    /// The largest number of pixels, `max_pixels` of a checkpoint.
    package var maximum: Int

    /// The limits of the published checkpoints, unless others are given.
    package init(minimum: Int = 3136, maximum: Int = 12_845_056) {
        self.minimum = minimum
        self.maximum = maximum
    }

    /// The same with another largest number, below which the least one gives way.
    package func with(maximum: Int?) -> SmartResize {
        guard let maximum else { return self }
        return SmartResize(minimum: min(minimum, maximum), maximum: maximum)
    }

    /// The size that a picture of `size` is resized to (`smart_resize` of the reference).
    ///
    /// Each side is rounded to units, half to even; when the product then lies outside the limits, both sides are
    /// scaled alike and rounded inwards.
    ///
    /// - Throws: ``QwenError`` for pictures of one pixel, for sides that differ more than 200 times, and for results
    ///   above ``maximumPixels``.
    package func size(for size: Size<ImageSpace>) throws(QwenError) -> Size<ModelSpace> {
        let (width, height) = (size.width, size.height)
        try checkShape(width: width, height: height)
        let unit = Double(Self.unit)
        var columns = (Double(width) / unit).rounded(.toNearestOrEven)
        var rows = (Double(height) / unit).rounded(.toNearestOrEven)
        let pixels = Double(width) * Double(height)
        if rows * columns * unit * unit > Double(maximum) {
            let shrinking = sqrt(pixels / Double(max(maximum, 1)))
            rows = max(1, (Double(height) / shrinking / unit).rounded(.down))
            columns = max(1, (Double(width) / shrinking / unit).rounded(.down))
        } else if rows * columns * unit * unit < Double(max(minimum, 1)) {
            let growth = sqrt(Double(max(minimum, 1)) / pixels)
            rows = (Double(height) * growth / unit).rounded(.up)
            columns = (Double(width) * growth / unit).rounded(.up)
        }
        guard rows * columns * unit * unit <= Double(Self.maximumPixels) else {
            let limit = Double(minimum) > Double(Self.maximumPixels) / 2 ? "min_pixels" : "max_pixels"
            throw .tooManyPixels(width: width, height: height, limit: limit)
        }
        return Size(width: Int(columns) * Self.unit, height: Int(rows) * Self.unit)
    }

    /// The size for a picture that is to be shown at `size`: the nearest whole units within the limits.
    func size(near size: Size<ModelSpace>) throws(QwenError) -> Size<ModelSpace> {
        try self.size(for: Size<ImageSpace>(width: size.width, height: size.height))
    }

    private func checkShape(width: Int, height: Int) throws(QwenError) {
        guard width > 0, height > 0, width > 1 || height > 1 else { throw .tooSmall(width: width, height: height) }
        guard Double(max(width, height)) / Double(min(width, height)) <= 200 else {
            throw .tooElongated(width: width, height: height)
        }
    }
}
