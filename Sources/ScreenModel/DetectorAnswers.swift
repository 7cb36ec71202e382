import Foundation
package import Images
package import Tensors

/// What the detector answers for every four by four pixels, and the icons that this means.
///
/// Output o of the cell (2 x + dx, 2 y + dy) is channel `4 o + 2 dy + dx` of the place (x, y) of a map of eight by eight
/// pixels. The outputs are those of `Sources/Training/screens/network.py`: of four groups, of which icons are the third, the
/// heats, then the distances to left, top, right and bottom of each; what roles and states elements have.
package struct DetectorAnswers {
    /// The outputs of a cell.
    package static let outputs = 50
    private static let iconHeat = 2
    private static let iconDistances = 4 + 4 * iconHeat
    /// Pixels of a cell.
    private static let stride = 4

    private let map: FeatureMap
    /// The cells that lie in the picture.
    private let (rows, columns): (Int, Int)

    /// - Parameters:
    ///   - map: the last layer's output.
    ///   - size: of the picture, without what it was widened by.
    package init(_ map: FeatureMap, size: Size<ImageSpace>) {
        self.map = map
        (rows, columns) = ((Int(size.height) + 3) / Self.stride, (Int(size.width) + 3) / Self.stride)
    }

    /// One output of one cell.
    package func value(_ output: Int, row: Int, column: Int) -> Float {
        map.features[row / 2 * map.width + column / 2, 4 * output + 2 * (row % 2) + column % 2]
    }

    /// The peaks of the heat map above `threshold`, in descending confidence, after non-maximum suppression.
    package func icons(threshold: Double = 0.2) -> [DetectedIcon] {
        let least = Float(-log(1 / threshold - 1))
        var found: [DetectedIcon] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let heat = value(Self.iconHeat, row: row, column: column)
                if heat > least, isPeak(heat, row: row, column: column) {
                    found.append(icon(heat, row: row, column: column))
                }
            }
        }
        return found.withoutRepetitions()
    }

    private func isPeak(_ heat: Float, row: Int, column: Int) -> Bool {
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
            for x in max(0, column - 1)...min(columns - 1, column + 1)
            where value(Self.iconHeat, row: y, column: x) > heat { return false }
        }
        return true
    }

    private func icon(_ heat: Float, row: Int, column: Int) -> DetectedIcon {
        let sides = (0..<4).map { side in
            let logarithm = Double(value(Self.iconDistances + side, row: row, column: column))
            return Double(Self.stride) * exp(min(max(logarithm, -4), 6.5))
        }
        let (x, y) = (Double(Self.stride * column + 2), Double(Self.stride * row + 2))
        let box = Box<ImageSpace>(
            x: x - sides[0], y: y - sides[1], width: sides[0] + sides[2], height: sides[1] + sides[3])
        return DetectedIcon(box: box, confidence: 1 / (1 + exp(-Double(heat))))
    }
}

/// An icon that the detector found on a picture.
package struct DetectedIcon: Sendable {
    /// The bounding box of its ink.
    package let box: Box<ImageSpace>
    /// From 0 to 1.
    package let confidence: Double

    /// The intersection over union from which two boxes are one icon.
    private static let sameIcon = 0.55

    /// Whether one of the boxes is that of the same icon.
    func isRepeated(in boxes: [Box<ImageSpace>]) -> Bool {
        boxes.contains { $0.intersectionOverUnion(with: box) >= Self.sameIcon }
    }

    /// The same icon on a picture of which this one is a part.
    func moved(by x: Double, _ y: Double) -> DetectedIcon {
        with(Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height))
    }

    /// The same icon with another box.
    func with(_ box: Box<ImageSpace>) -> DetectedIcon { DetectedIcon(box: box, confidence: confidence) }
}

extension [DetectedIcon] {
    /// Non-maximum suppression: in descending confidence, each icon once.
    func withoutRepetitions() -> [DetectedIcon] {
        sorted { $0.confidence > $1.confidence }.reduce(into: []) { kept, icon in
            if !icon.isRepeated(in: kept.map(\.box)) { kept.append(icon) }
        }
    }
}

extension Box {
    /// The area of the intersection over that of the union.
    fileprivate func intersectionOverUnion(with other: Box) -> Double {
        let common = intersection(other)?.area ?? 0
        return common / max(area + other.area - common, 1e-6)
    }
}
