import Images
import Interaction
import Traces

/// A screen beside the recorded one.
struct ScreenComparison: Sendable {
    /// `nil` where the pictures have different sizes.
    let pixels: VisibleDifference?
    let windows: [WindowDifference]
    /// Why they are not the same; empty when they are.
    let differences: [String]

    var isAlike: Bool { differences.isEmpty }

    /// - Parameters:
    ///   - recorded: what the trace says of the look, and its picture.
    ///   - restless: parts that kept changing when the trace was recorded.
    init(
        _ now: ScreenState, recorded: RecordedScreen, picture: Image, restless: [Box<ScreenSpace>],
        tolerance: ReplayTolerance
    ) {
        let image = now.screenshot.image
        let tooltips = UnsteadyTooltips(recorded: recorded.windows, now: now.windows)
        windows =
            tolerance.comparesWindows
            ? WindowDifference.all(recorded: tooltips.otherRecorded, now: tooltips.otherNow) : []
        guard image.size == picture.size else {
            pixels = nil
            differences = ["the screen is \(image.size) and was \(picture.size)"] + windows.map(\.description)
            return
        }
        let frame = now.screenshot.frame
        let ignored = (tolerance.ignored + restless + tooltips.boxes).map { frame.imageBox($0) } + recorded.masked
        let difference = image.visibleDifference(from: picture, threshold: tolerance.threshold, ignoring: ignored)
        pixels = difference
        let isBeyond = difference.different > tolerance.allowedPixels
        differences = windows.map(\.description) + (isBeyond ? [ScreenComparison.words(for: difference)] : [])
    }

    private static func words(for difference: VisibleDifference) -> String {
        let count = difference.different
        let places = difference.boxes.prefix(3).map(\.words).joined(separator: "; ")
        let more = difference.boxes.count > 3 ? " and \(difference.boxes.count - 3) more places" : ""
        return "\(count) pixel\(count == 1 ? "" : "s") differ\(count == 1 ? "s" : "") at \(places)\(more)"
    }
}
