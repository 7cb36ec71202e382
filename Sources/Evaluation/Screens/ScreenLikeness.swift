import Agents
import Images
import Interaction
import Traces

/// A kept picture beside what shows now.
struct ScreenLikeness {
    private let claim: ScreenLike
    private let (kept, now): (KeptPicture, KeptPicture)
    private let ignored: [Box<ImageSpace>]
    private let naming: (any ElementNaming)?
    /// `nil` where the pictures have different sizes.
    private let pixels: VisibleDifference?

    /// - Parameter ignored: what is not compared, in the pictures' pixels.
    init(
        _ claim: ScreenLike, kept: KeptPicture, now: KeptPicture, ignored: [Box<ImageSpace>],
        naming: (any ElementNaming)?
    ) {
        self.claim = claim
        (self.kept, self.now) = (kept, now)
        self.ignored = ignored
        self.naming = naming
        let threshold = claim.threshold ?? ReplayTolerance(ComparisonRule()).threshold
        pixels =
            kept.image.size == now.image.size
            ? now.image.visibleDifference(from: kept.image, threshold: threshold, ignoring: ignored) : nil
    }

    /// What differs, in words; nothing where they are alike.
    func differences() async throws -> [String] {
        let isOfPixels = claim.mode == .pixels
        if let pixels, pixels.different <= (isOfPixels ? claim.allowedPixels : 0) { return [] }
        switch claim.mode {
        case .pixels:
            let sizes = "it is \(now.image.size) pixels and was \(kept.image.size)"
            // What differs in words says more than a number of pixels; where nothing can be read, that remains.
            let words = (try? await changes()) ?? []
            return [pixels.map(ScreenComparison.words) ?? sizes] + words.prefix(3)
        case .text: return try await changes()
        case .elements:
            guard let then = kept.elements, let today = now.elements, !then.isEmpty, !today.isEmpty else {
                return try await changes()
            }
            return ElementChanges.all(from: compared(then), to: compared(today)).filter(\.isStructural)
                .map(\.description)
        }
    }

    private func compared(_ elements: [ListedElement]) -> [ListedElement] {
        elements.filter { $0.isVisible(besides: ignored) }
    }

    /// What is read otherwise.
    private func changes() async throws -> [String] {
        let contents = ScreenContents(
            now: ScreenState(picture: now.image), then: ScreenState(picture: kept.image),
            differing: [now.image.size.bounds],
            hidden: ignored, comparesWindows: false, naming: naming)
        return try await contents.findings(of: .words).changes.map(\.description)
    }

    /// Both beside each other.
    var pictures: ComparedPictures {
        let shown =
            pixels?.picture(recorded: kept.image, now: now.image)
            ?? Image.beside([("recorded", kept.image), ("now", now.image)])
        return ComparedPictures(kept: kept.image, now: now.image, shown: shown)
    }
}
