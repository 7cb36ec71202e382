import Images
import JSON

/// A picture is darker than the original and otherwise the same: with the brightness of both brought to one level, the
/// mean squared difference stays below the option `threshold`.
struct CheckBrightnessDecrease: Metric {
    static let name = "check_brightness_decrease_and_structure_sim"
    private static let level = 128.0
    private let threshold: Double

    init(options: [String: JSON]) throws(TaskFault) {
        try options.onlyKnow(["threshold"])
        threshold = try options.number("threshold") ?? 0.03
    }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { found, gold in
            let (brightness, other) = (found.greyed.grey.mean, gold.greyed.grey.mean)
            guard brightness > 0, other > 0 else { return CheckResult(0, difference: "a picture without any light") }
            let one = found.scaled(by: Self.level / brightness).resized(to: gold.image.size, using: .lanczos)
            let distance = one.squaredDistance(to: gold.scaled(by: Self.level / other))
            return CheckResult(
                holds: other > brightness && distance < threshold, expected: "", found: "",
                difference: "brightness \(brightness), expected less than \(other); "
                    + "mean squared difference \(distance), expected less than \(threshold)")
        }
    }
}

/// A picture has stronger colours than the original, and hue and value of the same structure.
struct CheckSaturationIncrease: Metric {
    static let name = "check_saturation_increase_and_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        try Picture.compare(result, expected, metric: Self.name) { found, gold in
            let (one, two) = (found.hueSaturationValue, gold.hueSaturationValue)
            let likenesses = [0, 2].compactMap { StructuralSimilarity.mean(one[$0], two[$0]) }
            let (saturation, other) = (one[1].mean, two[1].mean)
            return CheckResult(
                holds: saturation > other && likenesses.count == 2 && likenesses.allSatisfy { $0 >= 0.9 },
                expected: "", found: "",
                difference: "saturation \(saturation), expected more than \(other); "
                    + "structural similarity of hue and value \(likenesses), expected at least 0.9 each")
        }
    }
}

/// A picture has more contrast than the original, the standard deviation of all its numbers, and a similar structure.
struct CheckContrastIncrease: Metric {
    static let name = "check_contrast_increase_and_structure_sim"

    init(options: [String: JSON]) throws(TaskFault) { try options.onlyKnow([]) }

    func check(_ result: Evidence, expected: Evidence?) throws -> CheckResult {
        let encodings = (
            PictureEncoding(result.file?.contents ?? []), PictureEncoding(expected?.file?.contents ?? [])
        )
        return try Picture.compare(result, expected, metric: Self.name) { found, gold in
            let (contrast, other) = (found.contrast(as: encodings.0), gold.contrast(as: encodings.1))
            guard contrast > other else {
                return CheckResult(0, difference: "contrast \(contrast), expected more than \(other)")
            }
            return structure(found, gold, threshold: 0.65)
        }
    }
}

extension Picture {
    /// A picture of the same size without transparency, whose pixels `colour` makes.
    func mapped(_ colour: (_ x: Int, _ y: Int) -> Colour) -> Picture {
        unsafe Picture(
            Image(width: image.width, height: image.height) { target in
                for y in 0..<image.height {
                    for x in 0..<image.width {
                        let (pixel, place) = (colour(x, y), 4 * (y * image.width + x))
                        unsafe target[place] = pixel.blue
                        unsafe target[place + 1] = pixel.green
                        unsafe target[place + 2] = pixel.red
                        unsafe target[place + 3] = 255
                    }
                }
            })
    }

    /// With every colour times `factor`, in whole numbers up to 255.
    fileprivate func scaled(by factor: Double) -> Picture {
        let steps = (0...255).map { UInt8(min(255, Double($0) * factor)) }
        return mapped { x, y in
            let colour = image[x, y]
            return Colour(
                red: steps[Int(colour.red)], green: steps[Int(colour.green)], blue: steps[Int(colour.blue)])
        }
    }

    /// The mean of the squared differences of all colours, each from 0 to 1.
    fileprivate func squaredDistance(to other: Picture) -> Double {
        let sums = zip(colours, other.colours).map { one, two in
            zip(one.values, two.values).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        return sums.reduce(0, +) / (255 * 255 * 3 * Double(max(image.width * image.height, 1)))
    }

    /// The standard deviation of all numbers that a file of this encoding has for it, those of alpha included.
    fileprivate func contrast(as encoding: PictureEncoding) -> Double {
        let alpha = transparency.map(Double.init)
        let values: [Double] =
            switch encoding {
            case .grey(let hasAlpha): grey.values + (hasAlpha ? alpha : [])
            case .colours(let hasAlpha): colours.flatMap(\.values) + (hasAlpha ? alpha : [])
            case .palette: colours.flatMap(\.values)
            }
        let mean = values.reduce(0, +) / Double(max(values.count, 1))
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return (squares / Double(max(values.count, 1))).squareRoot()
    }

    /// Hue, saturation and value (Smith 1978), each from 0 to 255 in whole numbers.
    fileprivate var hueSaturationValue: [Plane] {
        let planes = colours
        let pixels = planes[0].values.indices.map { place in
            Self.hueSaturationValue(planes[0].values[place], planes[1].values[place], planes[2].values[place])
        }
        return [pixels.map(\.0), pixels.map(\.1), pixels.map(\.2)].map {
            Plane(width: image.width, height: image.height, values: $0)
        }
    }

    private static func hueSaturationValue(
        _ red: Double, _ green: Double, _ blue: Double
    ) -> (Double, Double, Double) {
        let (largest, smallest) = (max(red, green, blue), min(red, green, blue))
        let spread = Float(largest - smallest)
        guard spread > 0 else { return (0, 0, largest) }
        let (r, g, b) = (Float(largest - red) / spread, Float(largest - green) / spread, Float(largest - blue) / spread)
        // In single precision between the steps, for the next whole number depends on it.
        let sextant: Float =
            red == largest
            ? b - g : green == largest ? Float(2 + Double(r) - Double(b)) : Float(4 + Double(g) - Double(r))
        let hue = Float((Double(sextant) / 6 + 1).truncatingRemainder(dividingBy: 1))
        let saturation = spread / Float(largest)
        return ((Double(hue) * 255).rounded(.down), (Double(saturation) * 255).rounded(.down), largest)
    }
}
