import Foundation

/// Which of a screen's icons a request means, and how sure that is.
///
/// Three things speak for the likeliest icon, and their product is its score: how probable the words are among the thousands
/// that an icon may mean (its root: it says least), how much more probable here than at all other icons (the square of its
/// share), and how sure the detector is that there is an icon (to the power of 1.5). How often an icon of a score is the
/// right one was counted on 94 pictures of programs; a logistic function of the score's logarithm tells it.
package struct IconChoice {
    /// An icon as a request finds it.
    package struct Offer {
        fileprivate let fit: Double
        fileprivate let detection: Double

        /// - Parameters:
        ///   - likelihood: that the words are its meaning, among all that it may mean.
        ///   - confidence: that there is an icon.
        package init(likelihood: Double, confidence: Double) { (fit, detection) = (likelihood, confidence) }

        /// How well the words fit it, less where it may be no icon.
        fileprivate var weight: Double { fit * min(1, 2 * detection) }
    }

    /// The indices of the icons that are meant, the likeliest first: none where none is likely, one where it is sure enough
    /// and no other is about as likely; else those that are, two at least.
    package let indices: [Int]
    /// How probable it is that the first is meant, from 0 to 1; 0 for none.
    package let confidence: Double

    /// From which confidence on an icon is meant, and one of several.
    private static let (sure, possible) = (0.75, 0.3)
    /// The best's share of all weights from which it alone may be meant.
    private static let share = 0.5
    /// An icon that is less than so many times as likely as the best is another one.
    private static let lead = 0.6
    /// The logistic function's slope and offset.
    private static let (slope, offset) = (1.4, 5.2)

    /// Chooses among all icons of a screen.
    package init(among offers: [Offer]) {
        let order = offers.indices.sorted { offers[$0].weight > offers[$1].weight }
        guard let first = order.first, offers[first].weight > 0 else {
            (indices, confidence) = ([], 0)
            return
        }
        let best = offers[first]
        let own = best.weight / offers.reduce(0) { $0 + $1.weight }
        let score = best.fit.squareRoot() * own * own * pow(best.detection, 1.5)
        confidence = 1 / (1 + exp(-Self.offset - Self.slope * log(score)))
        let alike = order.prefix { offers[$0].weight >= Self.lead * best.weight }
        if confidence >= Self.sure, own >= Self.share, alike.count == 1 {
            indices = [first]
        } else {
            let several = confidence >= Self.possible ? Array(order.prefix(max(2, alike.count))) : []
            indices = several.count > 1 ? several : []
        }
    }
}
