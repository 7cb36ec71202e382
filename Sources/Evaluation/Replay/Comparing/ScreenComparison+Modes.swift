import Images
import Interaction
import Traces

extension ScreenComparison {
    /// Compares a screen in the way that the rules ask for.
    ///
    /// - Throws: ``ReplayError/notRead(reason:)`` when words have to be read and cannot be.
    static func of(
        _ now: ScreenState, beside moment: RecordedMoment, _ recorded: RecordedScreen, picture: Image,
        tolerance: ReplayTolerance, isOtherLook: Bool = false, naming: (any ElementNaming)?
    ) async throws -> ScreenComparison {
        guard !moment.isPassing else { return ScreenComparison(ofNothing: picture) }
        let isOfPixels = tolerance.mode == .pixels
        // How many pixels may differ says nothing about elements and words.
        let seen = ScreenComparison(
            now, recorded: recorded, picture: picture, restless: moment.restless,
            tolerance: isOfPixels ? tolerance : tolerance.exact)
        guard !isOfPixels, isOtherLook || now.screenshot.image.size == picture.size else { return seen }
        let isOtherSize = now.screenshot.image.size != picture.size
        let contents = ScreenContents(
            now: now, then: recorded.restored(with: picture),
            differing: isOtherSize ? [now.screenshot.image.size.bounds] : seen.places, hidden: seen.hidden,
            masked: recorded.masked, comparesWindows: tolerance.comparesWindows, isOtherLook: isOtherLook,
            naming: naming)
        let found = try await contents.findings(
            of: tolerance.mode == .elements ? .elements(moment.elements) : .words)
        if found.isEmpty, seen.isAlike { return seen }
        return ScreenComparison(
            now, recorded: recorded, found, seen: seen, tolerance: tolerance, isOtherLook: isOtherLook)
    }
}
