/// Which of a screen's icons a request means, by how likely each is.
package enum IconChoice {
    /// How probable the words are at least among the thousands that an icon may mean. On drawn screens in themes that
    /// training never saw, 98 of 100 requests for what is not there are refused from here on.
    private static let least = 0.02
    /// The best's share of the likelihoods of all icons from which it alone is meant.
    private static let share = 0.5
    /// An icon this much less likely than the best is another one.
    private static let lead = 0.6

    /// How likely an icon is meant: how well the words fit it, less where it may be no icon.
    package static func likelihood(_ likelihood: Double, confidence: Double) -> Double {
        likelihood * min(1, 2 * confidence)
    }

    /// The indices of the icons that are meant, the likeliest first: none where none is likely, one where it has the larger
    /// share of all likelihoods, else those that are about as likely, two at least.
    package static func chosen(of likelihoods: [Double]) -> [Int] {
        let order = likelihoods.indices.sorted { likelihoods[$0] > likelihoods[$1] }
        guard let first = order.first, likelihoods[first] >= least else { return [] }
        if likelihoods[first] >= share * likelihoods.reduce(0, +) { return [first] }
        let alike = order.prefix { likelihoods[$0] >= lead * likelihoods[first] }
        return Array(order.prefix(max(2, alike.count)))
    }
}
