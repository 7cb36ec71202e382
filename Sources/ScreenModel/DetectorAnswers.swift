import Foundation
package import Images
package import Tensors

/// What the detector answers for every four by four pixels, and the elements, texts and icons that this means.
///
/// Output o of the cell (2 x + dx, 2 y + dy) is channel `4 o + 2 dy + dx` of the place (x, y) of a map of eight by eight
/// pixels. The outputs are those of `Sources/Training/screens/network.py`: of four groups the heats, then the distances to
/// left, top, right and bottom of each; what roles and states elements have.
package struct DetectorAnswers {
    /// The outputs of a cell.
    package static let outputs = 50
    /// What is looked for; the raw values are their places among the four groups.
    package enum Group: Int {
        case element = 0
        case text = 1
        case icon = 2

        /// The output that says how likely one has its centre in a cell.
        fileprivate var heat: Int { rawValue }
        /// The first of its four distances.
        fileprivate var distances: Int { 4 + 4 * rawValue }
    }

    /// The first outputs for an element's roles, of which the highest counts, and for its states, which hold above 0.
    private static let (roles, states) = (20, 47)
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

    /// The peaks of a group's heat map above `threshold`, in descending confidence, after non-maximum suppression.
    package func detections(of group: Group = .icon, threshold: Double = 0.2) -> [Detection] {
        peaks(of: group, threshold: threshold).map { detection($0.heat, of: group, row: $0.row, column: $0.column) }
            .withoutRepetitions(\.confidence, \.box)
    }

    /// The elements with their likeliest roles and their states, that are as sure as their roles demand.
    package func elements() -> [SeenElement] {
        peaks(of: .element, threshold: SeenElement.Role.leastOfAny).map { heat, row, column in
            let found = detection(heat, of: .element, row: row, column: column)
            let scores = SeenElement.Role.allCases.map { value(Self.roles + $0.rawValue, row: row, column: column) }
            let best = scores.indices.max { scores[$0] < scores[$1] }
            let states = (0..<SeenElement.States.count).filter { value(Self.states + $0, row: row, column: column) > 0 }
            return SeenElement(
                box: found.box, role: best.flatMap(SeenElement.Role.init) ?? .button,
                states: SeenElement.States(rawValue: states.reduce(0) { $0 | 1 << UInt8($1) }),
                confidence: found.confidence)
        }.filter { $0.confidence >= $0.role.least }.withoutRepetitions(\.confidence, \.box)
    }

    private func peaks(of group: Group, threshold: Double) -> [(heat: Float, row: Int, column: Int)] {
        let least = Float(-log(1 / threshold - 1))
        var found: [(heat: Float, row: Int, column: Int)] = []
        for row in 0..<rows {
            for column in 0..<columns {
                let heat = value(group.heat, row: row, column: column)
                if heat > least, isPeak(heat, of: group, row: row, column: column) {
                    found.append((heat, row, column))
                }
            }
        }
        return found
    }

    private func isPeak(_ heat: Float, of group: Group, row: Int, column: Int) -> Bool {
        for y in max(0, row - 1)...min(rows - 1, row + 1) {
            for x in max(0, column - 1)...min(columns - 1, column + 1)
            where value(group.heat, row: y, column: x) > heat { return false }
        }
        return true
    }

    private func detection(_ heat: Float, of group: Group, row: Int, column: Int) -> Detection {
        let sides = (0..<4).map { side in
            let logarithm = Double(value(group.distances + side, row: row, column: column))
            return Double(Self.stride) * exp(min(max(logarithm, -4), 6.5))
        }
        let (x, y) = (Double(Self.stride * column + 2), Double(Self.stride * row + 2))
        let box = Box<ImageSpace>(
            x: x - sides[0], y: y - sides[1], width: sides[0] + sides[2], height: sides[1] + sides[3])
        return Detection(box: box, confidence: 1 / (1 + exp(-Double(heat))))
    }
}

/// An icon or a text that the detector found on a picture.
package struct Detection: Sendable {
    /// The bounding box of its ink.
    package let box: Box<ImageSpace>
    /// From 0 to 1.
    package let confidence: Double

    /// The same on a picture of which this one is a part.
    func moved(by x: Double, _ y: Double) -> Detection {
        with(Box(x: box.x + x, y: box.y + y, width: box.width, height: box.height))
    }

    /// The same with another box.
    func with(_ box: Box<ImageSpace>) -> Detection { Detection(box: box, confidence: confidence) }
}

extension Array {
    /// Non-maximum suppression: in descending confidence, each once.
    func withoutRepetitions(
        _ confidence: (Element) -> Double, _ box: (Element) -> Box<ImageSpace>
    ) -> [Element] {
        sorted { confidence($0) > confidence($1) }.reduce(into: []) { kept, found in
            if !box(found).isRepeated(in: kept.map(box)) { kept.append(found) }
        }
    }
}

extension Box<ImageSpace> {
    /// The intersection over union from which two boxes are one thing.
    private static var sameThing: Double { 0.55 }

    /// Whether one of the boxes is that of the same thing.
    func isRepeated(in boxes: [Box<ImageSpace>]) -> Bool {
        boxes.contains { $0.intersectionOverUnion(with: self) >= Self.sameThing }
    }

    /// The area of the intersection over that of the union.
    fileprivate func intersectionOverUnion(with other: Box) -> Double {
        let common = intersection(other)?.area ?? 0
        return common / max(area + other.area - common, 1e-6)
    }
}
