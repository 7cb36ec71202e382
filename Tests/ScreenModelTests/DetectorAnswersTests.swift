import Images
import ScreenModel
import Tensors
import Testing

/// Answers of four by four cells, computed by hand.
@Suite struct DetectorAnswersTests {
    /// What one cell answers of icons: its heat, and the logarithms of the distances in cells.
    private struct Cell {
        var row: Int
        var column: Int
        var heat: Float
        var distances: [Float] = [0, 0, 0, 0]
    }

    private static let size = Size<ImageSpace>(width: 16, height: 16)

    /// - Parameter outputs: further outputs of the cell in row 1 and column 2.
    private static func answers(
        _ cells: [Cell], size: Size<ImageSpace> = size, outputs: [Int: Float] = [:]
    ) -> DetectorAnswers {
        let map = FeatureMap(height: 2, width: 2, channels: 4 * DetectorAnswers.outputs)
        func set(_ output: Int, _ row: Int, _ column: Int, _ value: Float) {
            map.features.withMutableRow(row / 2 * 2 + column / 2) { channels in
                channels[4 * output + 2 * (row % 2) + column % 2] = value
            }
        }
        for row in 0..<4 {
            for column in 0..<4 { for group in 0..<4 { set(group, row, column, -10) } }
        }
        for (output, value) in outputs { set(output, 1, 2, value) }
        for cell in cells {
            set(2, cell.row, cell.column, cell.heat)
            for (side, distance) in cell.distances.enumerated() { set(12 + side, cell.row, cell.column, distance) }
        }
        return DetectorAnswers(map, size: size)
    }

    @Test func `a peak's box lies about the middle of its cell, and its confidence is the logistic of its heat`() throws
    {
        // Row 1 and column 2 have their middle at (10, 6); distances of 4, 8, 4 and 2 pixels.
        let cell = Cell(row: 1, column: 2, heat: 0, distances: [0, 0.6931472, 0, -0.6931472])
        let icons = Self.answers([cell]).detections()
        let icon = try #require(icons.first)
        #expect(icons.count == 1 && abs(icon.confidence - 0.5) < 1e-9)
        #expect(abs(icon.box.x - 6) < 1e-5 && abs(icon.box.y + 2) < 1e-5)
        #expect(abs(icon.box.width - 8) < 1e-5 && abs(icon.box.height - 10) < 1e-5)
    }

    @Test(arguments: [(-1.3, 1), (-1.5, 0)] as [(Float, Int)])
    func `a heat counts above the threshold of 0.2, whose logit is -1.386`(heat: Float, count: Int) {
        #expect(Self.answers([Cell(row: 0, column: 0, heat: heat)]).detections().count == count)
    }

    @Test func `a cell beside a hotter one is no peak, also across a corner`() {
        let icons = Self.answers([Cell(row: 1, column: 1, heat: 1), Cell(row: 2, column: 2, heat: 2)]).detections()
        #expect(icons.map { $0.box.centre } == [Point(x: 10, y: 10)])
    }

    @Test(
        arguments: [
            // Boxes of 16x16 pixels whose middles are 8 apart share 8 of 24 columns: 1/3.
            ([0.6931472, 0.6931472, 0.6931472, 0.6931472], 2),
            // The second one reaches from the first one's left side to 4 beyond its right: 16 of 20 columns.
            ([1.3862944, 0.6931472, 0, 0.6931472], 1),
        ] as [([Float], Int)])
    func `of two peaks with nearly the same box the less confident one is left out`(second: [Float], count: Int) {
        let first = Cell(row: 1, column: 0, heat: 2, distances: [Float](repeating: 0.6931472, count: 4))
        let icons = Self.answers([first, Cell(row: 1, column: 2, heat: 1, distances: second)]).detections()
        #expect(icons.count == count && icons.first?.box.centre == Point(x: 2, y: 6))
    }

    @Test func `an element has the likeliest role, and the states that are likelier than not`() throws {
        // Roles begin at 20, of which 22 is the checkbox; 47 to 49 are checked, disabled and selected.
        let answers = Self.answers([], outputs: [0: 2, 4: 0.6931472, 21: 1, 22: 3, 47: 0.5, 48: -0.5, 49: 0.1])
        let element = try #require(answers.elements().first)
        #expect(element.role == .checkbox && element.states == [.checked, .selected])
        #expect(abs(element.box.x - 2) < 1e-5 && element.box.centre.y == 6)
        #expect(answers.detections().isEmpty)
        // As likely as not, which is enough for a check box and not for a button.
        let counts = [20, 22].map { role in Self.answers([], outputs: [0: 0, 4: 0.6931472, role: 3]).elements().count }
        #expect(counts == [0, 1])
    }

    @Test func `cells beyond the picture do not count`() {
        let outside = Cell(row: 3, column: 0, heat: 3)
        #expect(Self.answers([outside]).detections().count == 1)
        #expect(Self.answers([outside], size: Size(width: 16, height: 12)).detections().isEmpty)
    }
}
