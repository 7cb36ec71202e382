/// The pauses between the steps of an animation: changes that come again and again in one place.
struct AnimationPauses {
    private var last: Duration?
    private var pauses: [Duration] = []

    /// Shorter ones are how programs draw, a part after the other.
    private static let shortest = Duration.milliseconds(60)

    /// Notes a change that counts.
    ///
    /// - Parameter isInSamePlace: whether something changed there before.
    mutating func note(_ isInSamePlace: Bool, at time: Duration) {
        defer { last = time }
        guard isInSamePlace, let last, time - last >= Self.shortest else { return }
        pauses.append(time - last)
    }

    /// The longest one, when there were at least two.
    var longest: Duration? { pauses.count >= 2 ? pauses.max() : nil }
}
