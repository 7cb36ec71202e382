import Images
import Interaction

/// The steps of an episode so far, of which only the last show what was seen: each screenshot takes megabytes.
package struct History {
    /// From the first to the last.
    package private(set) var steps: [HistoryStep] = []
    /// What older steps show; one for the size that screenshots have now.
    private var blank: Image?

    /// Creates a history without steps.
    package init() {}

    /// Appends a step, and gives the pixels of the one back that has just become too old.
    ///
    /// - Parameter count: how many of the last steps keep their screenshots, as a policy needs them.
    package mutating func append(_ step: HistoryStep, keepingPicturesOf count: Int) {
        steps.append(step)
        let index = steps.count - 1 - max(0, count)
        guard steps.indices.contains(index) else { return }
        let size = steps[index].observation.screen.screenshot.image.size
        if blank?.size != size {
            // Zeroed pages that are never touched take no memory.
            blank = Image(
                width: size.width, height: size.height, bytesPerRow: 4 * size.width,
                storage: PixelStorage(count: 4 * size.width * size.height))
        }
        if let blank { steps[index] = steps[index].showing(blank) }
    }
}
