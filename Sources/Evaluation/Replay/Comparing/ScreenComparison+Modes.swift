import Images
import Interaction
import Traces

extension ScreenComparison {
    /// Compares a screen in the way that the rules ask for. Where programs tell nothing, words take the place of elements.
    static func of(
        _ now: ScreenState, beside moment: RecordedMoment, _ recorded: RecordedScreen, picture: Image,
        tolerance: ReplayTolerance, naming: (any ElementNaming)?
    ) async -> ScreenComparison {
        let comparison = ScreenComparison(
            now, recorded: recorded, picture: picture, restless: moment.restless, tolerance: tolerance)
        // What looks alike is alike by any measure.
        guard tolerance.mode != .pixels, !comparison.isAlike else { return comparison }
        let words = ScreenWords(
            now: now, then: recorded.restored(with: picture), recordedElements: moment.elements, naming: naming)
        let told = tolerance.mode == .elements ? await words.toldChanges(hidden: comparison.hidden) : nil
        let changes =
            if let told { told.filter(\.isStructural) } else { await words.readChanges(hidden: comparison.hidden) }
        return ScreenComparison(now, recorded: recorded, changes: changes, tolerance: tolerance)
    }
}
