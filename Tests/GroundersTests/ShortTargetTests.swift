import Foundation
import Grounders
import Images
import Interaction
import Testing

/// Single signs, letters and digits: none is ever taken for another.
struct ShortTargetTests {
    static let fonts = ["dejavu-sans", "dejavu-serif", "dejavu-sans-mono"]

    /// A sign in each column, and a size in each row.
    private struct Grid: Decodable {
        let signs: [String]
        let sizes: [Int]
        let cell: [Double]

        func sign(at point: Point<ImageSpace>) -> String { signs[Int(point.x / cell[0])] }
        func size(at point: Point<ImageSpace>) -> Int { sizes[Int(point.y / cell[1])] }
    }

    @Test(arguments: fonts)
    func `what is found for one character is that character`(font: String) async throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fixtures/signs")
        let image = try Image(png: Array(Data(contentsOf: folder.appending(path: "\(font).png"))))
        let grid = try JSONDecoder().decode(Grid.self, from: Data(contentsOf: folder.appending(path: "signs.json")))
        let grounder = TextGrounder()
        var found = 0
        var wrong: [String] = []
        for target in grid.signs {
            // Below that the resolver refuses.
            for candidate in try await grounder.candidates(for: target, in: image) where candidate.confidence >= 0.5 {
                let sign = grid.sign(at: candidate.point)
                if Self.areOne(target, sign) {
                    found += 1
                } else {
                    wrong.append("'\(target)' at '\(sign)' of \(grid.size(at: candidate.point)) px")
                }
            }
        }
        #expect(wrong.isEmpty, "\(wrong.joined(separator: "; "))")
        #expect(found >= grid.signs.count * grid.sizes.count / 3, "only \(found) were found")
    }

    /// Signs that are one in all that a person could mean: letters in either case, which a picture of one letter does not
    /// tell apart.
    private static func areOne(_ target: String, _ sign: String) -> Bool {
        target.lowercased() == sign.lowercased()
    }
}
