package import Images
package import Interaction
import Tensors

/// Finds words by reading, and icons by what they mean. In this order, of which the first that finds something decides:
///
/// 1. whole labels, as ``TextGrounder`` finds them;
/// 2. icons, as ``IconGrounder`` finds them;
/// 3. words within longer labels, and misread ones.
package struct PictureGrounder: Grounder {
    package let name = "picture"
    private let text: any Grounder
    private let icons: any Grounder

    /// - Parameters:
    ///   - text: finds words.
    ///   - icons: finds icons.
    package init(text: any Grounder = TextGrounder(), icons: any Grounder = IconGrounder()) {
        (self.text, self.icons) = (text, icons)
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
        if read.contains(where: \.isExact) { return (text.name, read) }
        let seen = try await iconCandidates(for: target, in: image).filter(counts)
        return seen.isEmpty ? (text.name, read) : (icons.name, seen)
    }

    /// Without OpenBLAS there is no screen model, and words are found all the same.
    private func iconCandidates(for target: String, in image: Image) async throws -> [Candidate] {
        do { return try await icons.candidates(for: target, in: image) } catch TensorsError.noOpenBLAS { return [] }
    }
}
