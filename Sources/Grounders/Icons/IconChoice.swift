/// Which of a screen's icons a request means, by how likely each is.
package enum IconChoice {
    /// The best's likelihood times its share of the likelihoods of all icons, at least. Both say something: how probable the
    /// words are among the thousands that an icon may mean, and how much more probable here than at the other icons.
    private static let least = 0.01
    /// The best's share from which it alone may be meant.
    private static let share = 0.5
    /// An icon that is less than so many times as likely as the best is another one.
    private static let lead = 0.6

    /// How likely an icon is meant: how well the words fit it, less where it may be no icon.
    package static func likelihood(_ likelihood: Double, confidence: Double) -> Double {
        likelihood * min(1, 2 * confidence)
    }

    /// The indices of the icons that are meant, the likeliest first: none where none is likely, one where it has the larger
    /// share of all likelihoods and no other is about as likely; else those that are, two at least.
    package static func chosen(of likelihoods: [Double]) -> [Int] {
        let order = likelihoods.indices.sorted { likelihoods[$0] > likelihoods[$1] }
        guard let first = order.first, likelihoods[first] > 0 else { return [] }
        let own = likelihoods[first] / likelihoods.reduce(0, +)
        guard likelihoods[first] * own >= least else { return [] }
        let alike = order.prefix { likelihoods[$0] >= lead * likelihoods[first] }
        if own >= share, alike.count == 1 { return [first] }
        return Array(order.prefix(max(2, alike.count)))
    }
}
