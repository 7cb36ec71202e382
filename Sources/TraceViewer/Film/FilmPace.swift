/// How fast a video shows a trace.
package enum FilmPace: Hashable, Sendable {
    /// As it was recorded; what took longer than this many seconds at a stretch is shortened to them.
    case recorded(longestWait: Double)
    /// Every step takes as many seconds.
    case fixed(secondsPerStep: Double)

    /// The parts of a step that are seen: until the hand moves, while it does, and until the screen has settled.
    struct Parts: Hashable {
        var before: Double
        var during: Double
        var after: Double
    }

    /// No shorter, so that a person can follow the hand.
    private static let shortest = Parts(before: 0.3, during: 0.4, after: 0.5)

    /// How long each part of a step is shown, in seconds.
    func shown(_ recorded: Parts) -> Parts {
        switch self {
        case .recorded(let longest):
            func bounded(_ seconds: Double, _ shortest: Double) -> Double { max(shortest, min(seconds, longest)) }
            return Parts(
                before: bounded(recorded.before, Self.shortest.before),
                during: bounded(recorded.during, Self.shortest.during),
                after: bounded(recorded.after, Self.shortest.after))
        case .fixed(let seconds):
            return Parts(before: seconds * 0.3, during: seconds * 0.3, after: seconds * 0.4)
        }
    }
}
