import Foundation
package import Images

/// The size at which a family's models see a picture, as their own preprocessing chooses it.
///
/// A picture of such a size is left as it is by a server that applies the same rule, so that the points of an answer mean
/// the pixels that were sent.
package enum PictureRule: Hashable, Sendable {
    /// Any size, as it is.
    case unchanged
    /// Sides that are multiples of `factor`, and a number of pixels within limits: `smart_resize` of Qwen's library.
    case patches(factor: Int, minimum: Int, maximum: Int)
    /// The largest size with the picture's proportions whose longer side and number of pixels are at most these.
    case within(side: Int, pixels: Int)
    /// The largest such size that `tokens` squares of `square` pixels cover, none of them counted in part.
    case covered(side: Int, square: Int, tokens: Int)

    /// The same rule with at most so many pixels; the rule itself for `nil`.
    package func limited(to pixels: Int?) -> PictureRule {
        guard let pixels else { return self }
        return switch self {
        case .unchanged: .within(side: .max, pixels: pixels)
        case .patches(let factor, let minimum, let maximum):
            .patches(factor: factor, minimum: min(minimum, pixels), maximum: min(maximum, pixels))
        case .within(let side, let maximum): .within(side: side, pixels: min(maximum, pixels))
        case .covered(let side, let square, let tokens):
            .covered(side: side, square: square, tokens: min(tokens, max(1, pixels / (square * square))))
        }
    }

    /// The size for a picture of `size`.
    ///
    /// - Throws: ``PictureRuleError`` for a picture without pixels, and one whose sides differ more than 200 times.
    package func size(for size: Size<ImageSpace>) throws(PictureRuleError) -> Size<ModelSpace> {
        let (width, height) = (size.width, size.height)
        guard width > 0, height > 0 else { throw .empty }
        guard max(width, height) <= 200 * min(width, height) else { throw .tooLong(width: width, height: height) }
        switch self {
        case .unchanged: return Size(width: width, height: height)
        case .patches(let factor, let minimum, let maximum):
            return Self.patches(size, Double(factor), minimum: Double(minimum), maximum: Double(maximum))
        case .within(let side, let pixels):
            return Self.largest(size) { max($0, $1) <= side && $0 * $1 <= pixels }
        case .covered(let side, let square, let tokens):
            return Self.largest(size) { width, height in
                max(width, height) <= side && ((width - 1) / square + 1) * ((height - 1) / square + 1) <= tokens
            }
        }
    }

    /// Each side is rounded to patches, half to even; when the product then lies outside the limits, both sides are scaled
    /// alike and rounded inwards.
    private static func patches(
        _ size: Size<ImageSpace>, _ factor: Double, minimum: Double, maximum: Double
    ) -> Size<ModelSpace> {
        let (width, height) = (Double(size.width), Double(size.height))
        var columns = max(1, (width / factor).rounded(.toNearestOrEven))
        var rows = max(1, (height / factor).rounded(.toNearestOrEven))
        if columns * rows * factor * factor > maximum {
            let shrinking = (width * height / maximum).squareRoot()
            columns = max(1, (width / shrinking / factor).rounded(.down))
            rows = max(1, (height / shrinking / factor).rounded(.down))
        } else if columns * rows * factor * factor < minimum {
            let growth = (minimum / (width * height)).squareRoot()
            columns = (width * growth / factor).rounded(.up)
            rows = (height * growth / factor).rounded(.up)
        }
        return Size(width: Int(columns * factor), height: Int(rows * factor))
    }

    /// The largest size with the proportions of `size`, and not larger, that fits; found by halving.
    private static func largest(
        _ size: Size<ImageSpace>, fits: (_ width: Int, _ height: Int) -> Bool
    ) -> Size<ModelSpace> {
        let long = max(size.width, size.height)
        func scaled(_ side: Int) -> (width: Int, height: Int) {
            func part(_ length: Int) -> Int { max(1, Int((Double(length) * Double(side) / Double(long)).rounded())) }
            return (part(size.width), part(size.height))
        }
        var (fitting, excess) = (1, long + 1)
        while excess - fitting > 1 {
            let middle = (fitting + excess) / 2
            let (width, height) = scaled(middle)
            if fits(width, height) { fitting = middle } else { excess = middle }
        }
        let (width, height) = scaled(fitting)
        return Size(width: width, height: height)
    }
}

/// Why no model of a family can see a picture.
package enum PictureRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    case empty
    case tooLong(width: Int, height: Int)

    package var description: String {
        switch self {
        case .empty: "a picture without pixels cannot be shown to a model; expected at least one pixel"
        case .tooLong(let width, let height):
            "a picture of \(width)x\(height) pixels is too long for the model, whose limit is 200:1; capture a part of the screen with --region"
        }
    }
}
