import Images
import Interaction

/// The space in which a dialect's answers name points about one picture.
///
/// It converts the numbers of an answer to pixels of the picture that the model saw. Numbers that no model would write in
/// this space are an error that names the space in which they probably are; nothing is clamped by more than one unit.
struct PointSpace {
    /// What the numbers measure.
    let unit: AnswerCoordinates
    let picture: Size<ModelSpace>

    /// The point that two numbers name.
    func point(_ x: Double, _ y: Double) throws(ActionTextError) -> Point<ModelSpace> {
        guard x.isFinite, y.isFinite else {
            throw .unsuitable(field: "coordinate", problem: "two numbers are expected")
        }
        let (width, height) = (Double(picture.width), Double(picture.height))
        switch unit {
        case .pixels:
            guard x > -1, y > -1, x < width + 1, y < height + 1 else {
                throw .outside(x: x, y: y, width: picture.width, height: picture.height)
            }
            return Point(x: x, y: y)
        case .perMille:
            guard x <= 1000, y <= 1000 else { throw .wrongSpace(mistake(x, y, "a grid of 1000 by 1000")) }
            guard x > -1, y > -1 else { throw .outside(x: x, y: y, width: 1001, height: 1001) }
            return Point(x: max(0, x) * width / 1000, y: max(0, y) * height / 1000)
        case .ratio:
            guard x <= 1, y <= 1 else { throw .wrongSpace(mistake(x, y, "parts of the picture from 0 to 1")) }
            guard x >= 0, y >= 0 else {
                throw .unsuitable(field: "coordinate", problem: "numbers from 0 to 1 are expected")
            }
            return Point(x: x * width, y: y * height)
        }
    }

    /// The numbers with which an answer names a point.
    func numbers(for point: Point<ModelSpace>) -> Point<ModelSpace> {
        let (width, height) = (Double(picture.width), Double(picture.height))
        switch unit {
        case .pixels: return Point(x: point.x.rounded(), y: point.y.rounded())
        case .perMille:
            return Point(
                x: min(999, (point.x * 1000 / width).rounded()), y: min(999, (point.y * 1000 / height).rounded()))
        case .ratio:
            return Point(x: Self.tenThousandths(point.x / width), y: Self.tenThousandths(point.y / height))
        }
    }

    /// An action whose points are numbers of an answer, in pixels.
    func action(_ raw: Action<ModelSpace>) throws(ActionTextError) -> Action<ModelSpace> {
        try raw.mapPoints { raw throws(ActionTextError) in try point(raw.x, raw.y) }
    }

    private func mistake(_ x: Double, _ y: Double, _ expected: String) -> SpaceMistake {
        let probable: String
        if unit == .ratio, x <= 1000, y <= 1000 {
            probable = "a grid of 1000 by 1000, or pixels"
        } else if x <= Double(picture.width), y <= Double(picture.height) {
            probable = "pixels of the picture of \(picture.width)x\(picture.height)"
        } else {
            probable = "pixels of a picture larger than the \(picture.width)x\(picture.height) that were sent"
        }
        return SpaceMistake(x: x, y: y, expected: expected, probable: probable)
    }

    private static func tenThousandths(_ ratio: Double) -> Double { (ratio * 10000).rounded() / 10000 }
}

/// A point that proves that a model names places in another space than its dialect.
package struct SpaceMistake: Hashable, Sendable {
    /// As the model wrote it.
    let x: Double
    /// As the model wrote it.
    let y: Double
    /// The dialect's space, in words.
    let expected: String
    /// The space in which the point probably is, in words.
    let probable: String
}
