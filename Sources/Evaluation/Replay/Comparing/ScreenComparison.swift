import Images
import Interaction
import Traces

/// A screen beside the recorded one.
struct ScreenComparison: Sendable {
    /// `nil` where pixels were not compared, or the pictures have different sizes.
    let pixels: VisibleDifference?
    /// Whether all pixels that count are as recorded, so that every target is at its place.
    let looksAlike: Bool
    /// Where what was compared differs, in the picture's pixels.
    let places: [Box<ImageSpace>]
    let windows: [WindowDifference]
    /// What programs tell otherwise, or what is read otherwise, where that was compared.
    var changes: [ElementChange] = []
    /// Why they are not the same; empty when they are.
    let differences: [String]
    /// Parts that were not compared, in the picture's pixels.
    let hidden: [Box<ImageSpace>]

    var isAlike: Bool { differences.isEmpty }

    /// Compares windows and pixels.
    ///
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
        let frame = now.screenshot.frame
        let hidden = tolerance.hidden(on: now.screenshot.capture) + restless + tooltips.boxes
        self.hidden = hidden.map { frame.imageBox($0) } + recorded.masked
        guard image.size == picture.size else {
            (pixels, looksAlike, places) = (nil, false, [])
            differences = ["the screen is \(image.size) and was \(picture.size)"] + windows.map(\.description)
            return
        }
        let difference = image.visibleDifference(
            from: picture, threshold: tolerance.threshold, ignoring: self.hidden)
        (pixels, looksAlike, places) = (difference, difference.different == 0, difference.boxes)
        let isBeyond = difference.different > tolerance.allowedPixels
        differences = windows.map(\.description) + (isBeyond ? [ScreenComparison.words(for: difference)] : [])
    }

    /// A comparison with a look at some moment in between, which says nothing.
    ///
    /// - Parameter picture: the recorded look.
    init(ofNothing picture: Image) {
        (pixels, looksAlike, places, windows, differences) = (nil, true, [], [], [])
        hidden = [picture.size.bounds]
    }

    /// A comparison of something else than pixels: windows but for their places, and elements or words.
    ///
    /// - Parameter seen: the comparison of the pixels.
    init(
        _ now: ScreenState, recorded: RecordedScreen, _ found: ScreenContents.Findings, seen: ScreenComparison,
        tolerance: ReplayTolerance, isOtherLook: Bool = false
    ) {
        pixels = nil
        (looksAlike, hidden) = (seen.looksAlike, seen.hidden)
        places = found.changes.flatMap(\.elements).map(\.box) + found.unread
        let tooltips = UnsteadyTooltips(recorded: recorded.windows, now: now.windows)
        let all = WindowDifference.all(recorded: tooltips.otherRecorded, now: tooltips.otherNow)
        // Without a window manager, no window has the focus as one with it has.
        windows = tolerance.comparesWindows ? all.filter { !$0.isPlace && !(isOtherLook && $0.isFocus) } : []
        changes = found.changes
        differences = windows.map(\.description) + changes.map(\.description) + found.words
    }

    static func words(for difference: VisibleDifference) -> String {
        let count = difference.different
        let places = difference.boxes.prefix(3).map(\.words).joined(separator: "; ")
        let more = difference.boxes.count > 3 ? " and \(difference.boxes.count - 3) more places" : ""
        return "\(count) pixel\(count == 1 ? "" : "s") differ\(count == 1 ? "s" : "") at \(places)\(more)"
    }
}
