import Foundation
import Images
import ScreenModel
import Testing

/// Likelihoods of small vectors, computed by hand.
@Suite struct LikelihoodTests {
    private static func icon(total: Double) -> SeenIcon {
        SeenIcon(
            box: Box(x: 0, y: 0, width: 16, height: 16), confidence: 1, vector: [0.6, 0.8], total: total, meaning: nil)
    }

    @Test func `the log-sum-exp is exact for small scores, and finite for large ones`() {
        #expect(abs(logSumExp([0, 0]) - 0.693147) < 1e-6)
        #expect(abs(logSumExp([6, 8, 0]) - 8.127223) < 1e-6)
        #expect(abs(logSumExp([1000, 1000, -1000]) - 1000.693147) < 1e-6)
    }

    @Test func `a phrase's likelihood is its share among all meanings`() {
        // Scores 6, 8 and 0 at a scale of 10: e⁶ / (e⁶ + e⁸ + 1) = 0.119168 and e⁸ / … = 0.880537.
        let icon = Self.icon(total: logSumExp([6, 8, 0]))
        #expect(abs(icon.likelihood(of: [1, 0], scale: 10) - 0.119168) < 1e-5)
        #expect(abs(icon.likelihood(of: [0, 1], scale: 10) - 0.880537) < 1e-5)
    }

    @Test func `a phrase that fits better than every meaning is as good as certain`() {
        // 10 · (0.6 · 0.6 + 0.8 · 0.8) = 10, above a total of 8.
        #expect(Self.icon(total: 8).likelihood(of: [0.6, 0.8], scale: 10) == 1)
    }

    @Test(arguments: [
        ("New tab (Ctrl+T)", "New tab"), ("Redo [Ctrl+Y] ", "Redo"), ("(save)", "save"),
        ("Zoom (in) now", "zoom in now"),
    ])
    func `what stands in brackets at the end counts only where nothing else does`(request: String, same: String) throws
    {
        let vocabulary = try IconVocabulary(ScreenWeights(path: "Sources/CScreenModel/icons.safetensors"))
        let vector = try #require(vocabulary.vector(of: request))
        #expect(vector == vocabulary.vector(of: same))
    }
}
