import Grounders
import Testing

@Suite struct IconChoiceTests {
    @Test(
        arguments: [
            ([], []), ([0, 0], []),
            // Alone, an icon's share is 1; of 0.012 and 0.008 the first has 0.6, and 0.0072 is not enough.
            ([0.009], []), ([0.01], [0]), ([0.012, 0.008], []),
            // 0.4 of 0.7 is more than a half, and 0.2 less than 0.6 times as likely.
            ([0.1, 0.4, 0.2], [1]),
            // As much as all others together, but another one is as likely.
            ([0.4, 0.4], [0, 1]), ([0.5, 0.31], [0, 1]),
            // 0.3 of 0.9 is less than a half: those with 0.18 or more, or two at least.
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
