package import Images
package import Interaction
import Tensors

/// Finds words by reading, and icons by what they mean. In this order, of which the first that finds something decides:
///
/// 1. whole labels, as ``TextGrounder`` finds them, but for single characters that may be another one;
/// 2. icons, and characters on keys, as ``IconGrounder`` finds them;
/// 3. whole labels where the screen model sees texts, as ``SeenTextGrounder`` finds them;
/// 4. words within longer labels, and misread ones.
package struct PictureGrounder: Grounder {
    package let name = "picture"
    private let text: any Grounder
    private let icons: any Grounder
    /// Reads seen texts; `nil` where `text` does not read.
    private let alone: (any Grounder)?

    /// - Parameters:
    ///   - text: finds words.
    ///   - icons: finds icons.
    package init(text: any Grounder = TextGrounder(), icons: any Grounder = IconGrounder()) {
        (self.text, self.icons) = (text, icons)
        alone = (text as? TextGrounder)?.ofSeenTexts
    }

    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        try await found(for: target, in: image).candidates
    }

    /// The same, and the name of the grounder that found it.
    ///
    /// - Parameter counts: whether an icon counts, by where it is.
    func found(
        for target: String, in image: Image, iconsWhere counts: (Candidate) -> Bool = { _ in true }
    ) async throws -> (grounder: String, candidates: [Candidate]) {
        let read = try await text.candidates(for: target, in: image)
        if read.contains(where: { $0.isExact && !ShortTargets.isDoubtful($0) }) { return (text.name, read) }
        let seen = try await candidates(of: icons, for: target, in: image).filter(counts)
        if !seen.isEmpty { return (icons.name, seen) }
        guard let alone else { return (text.name, read) }
        let labels = try await candidates(of: alone, for: target, in: image)
        return (text.name, labels.isEmpty ? read : labels)
    }

    /// Without OpenBLAS there is no screen model, and words are found all the same.
    private func candidates(
        of grounder: any Grounder, for target: String, in image: Image
    ) async throws -> [Candidate] {
        do {
            return try await grounder.candidates(for: target, in: image)
        } catch TensorsError.noOpenBLAS { return [] }
    }
}
