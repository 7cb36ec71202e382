import Grounders
import Testing

@Suite struct IconChoiceTests {
    @Test(
        arguments: [
            ([], []), ([0, 0], []),
            // Alone, an icon's share is 1, and its likelihood decides.
            ([0.0001], []), ([0.004], [0]),
            // 0.4 of 0.7 is more than a half, and 0.2 less than 0.6 times as likely.
            ([0.1, 0.4, 0.2], [1]), ([0.4, 0.02], [0]),
            // As much as all others together, but another one is as likely.
            ([0.4, 0.4], [0, 1]), ([0.5, 0.31], [0, 1]),
            // 0.3 of 0.9 is less than a half: those with 0.18 or more, or two at least.
            ([0.3, 0.2, 0.25, 0.15], [0, 2, 1]), ([0.1, 0.3, 0.15, 0.15], [1, 2]),
            // One of many is nothing to speak of.
            ([0.002, 0.002, 0.002, 0.002, 0.002, 0.002, 0.002, 0.002], []),
        ] as [([Double], [Int])])
    func `one icon is meant where it has half of all likelihoods, none where all are unlikely`(
        likelihoods: [Double], chosen: [Int]
    ) {
        let offers = likelihoods.map { IconChoice.Offer(likelihood: $0, confidence: 1) }
        #expect(IconChoice(among: offers).indices == chosen)
    }

    @Test func `the confidence grows with likelihood, share and what the detector is sure of`() {
        func confidence(_ likelihood: Double, beside other: Double = 0, detected: Double = 1) -> Double {
            IconChoice(
                among: [
                    IconChoice.Offer(likelihood: likelihood, confidence: detected),
                    IconChoice.Offer(likelihood: other, confidence: 1),
                ]
            ).confidence
        }
        #expect(confidence(0) == 0)
        #expect(confidence(0.01) < confidence(0.1) && confidence(0.1) < confidence(1))
        #expect(confidence(0.4, beside: 0.2) < confidence(0.4))
        #expect(confidence(0.4, detected: 0.25) < confidence(0.4, detected: 0.8))
        #expect(confidence(1) < 1)
    }
}
