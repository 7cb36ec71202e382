import Grounders
import Testing

@Suite struct IconChoiceTests {
    @Test(
        arguments: [
            ([], []), ([0.01, 0.019], []), ([0.02], [0]),
            // 0.4 of 0.7 is more than a half.
            ([0.1, 0.4, 0.2], [1]),
            // 0.3 of 0.9 is not: those with 0.18 or more, or two at least.
            ([0.3, 0.2, 0.25, 0.15], [0, 2, 1]), ([0.1, 0.3, 0.15, 0.15], [1, 2]),
        ] as [([Double], [Int])])
    func `one icon is meant where it has half of all likelihoods, none where all are unlikely`(
        likelihoods: [Double], chosen: [Int]
    ) {
        #expect(IconChoice.chosen(of: likelihoods) == chosen)
    }

    @Test func `what may be no icon is less likely meant`() {
        #expect(IconChoice.likelihood(0.4, confidence: 0.25) == 0.2)
        #expect(IconChoice.likelihood(0.4, confidence: 0.8) == 0.4)
    }
}
