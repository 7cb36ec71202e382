import Images
import Traces

/// How far the screen of a step may be from the recorded one and still count as the same: the defaults, what the trace
/// says, and what was given for this replay.
struct ReplayTolerance: Hashable, Sendable {
    /// From 0 to 1: how far two colours may lie apart and look the same; 0 for exactly equal.
    ///
    /// The default lets pass about five of 255 steps of grey.
    var threshold = 0.02
    /// How many pixels may look different.
    var allowedPixels = 0
    /// Parts that are not compared, besides those that kept changing or were masked.
    var ignored: [Box<ScreenSpace>] = []
    /// The only parts that are compared; `nil` for all.
    var only: [Box<ScreenSpace>]?
    var mode = ComparisonMode.pixels
    /// Whether titles, places and focus of windows count, too.
    var comparesWindows = true
    /// How long a screen may take to look like the recorded one.
    var patience = Duration.seconds(10)
    /// How long it may take to come; as long as it likes, within ``patience``, when `nil`.
    var budget: StepBudget?

    /// The longest patience that a trace may ask for.
    static let maximumPatience = 3600.0

    /// - Parameter rule: as traces and options give it; what it leaves open has its default.
    init(_ rule: ComparisonRule, comparesWindows: Bool = true) {
        threshold = min(max(rule.threshold ?? threshold, 0), 1)
        allowedPixels = max(rule.allowedPixels ?? allowedPixels, 0)
        ignored = rule.ignored
        only = rule.only
        mode = rule.mode ?? mode
        self.comparesWindows = comparesWindows
        if let seconds = rule.patience { patience = .seconds(min(max(seconds, 0), Self.maximumPatience)) }
        budget = rule.budget.flatMap(StepBudget.init)
    }

    /// The same for pixels that have to be as recorded, where something else than pixels is compared.
    var exact: ReplayTolerance {
        var exact = self
        exact.allowedPixels = 0
        exact.threshold = min(threshold, ReplayTolerance(ComparisonRule()).threshold)
        return exact
    }

    /// What of a screen is not compared.
    func hidden(on screen: Box<ScreenSpace>) -> [Box<ScreenSpace>] {
        ignored + (only.map { screen.without($0) } ?? [])
    }
}

extension Box {
    /// What is left of the box without others, in boxes that do not overlap.
    func without(_ others: [Box]) -> [Box] {
        others.reduce([self]) { left, other in left.flatMap { $0.without(other) } }
    }

    private func without(_ other: Box) -> [Box] {
        guard let common = intersection(other) else { return [self] }
        let parts = [
            Box(x: x, y: y, width: width, height: common.y - y),
            Box(x: x, y: common.maxY, width: width, height: maxY - common.maxY),
            Box(x: x, y: common.y, width: common.x - x, height: common.height),
            Box(x: common.maxX, y: common.y, width: maxX - common.maxX, height: common.height),
        ]
        return parts.filter { !$0.isEmpty }
    }
}
