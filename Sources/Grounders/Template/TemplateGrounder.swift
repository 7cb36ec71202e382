package import Images
package import Interaction

/// Finds a small picture on a large one: an icon, a button without text.
///
/// Where the picture stands pixel by pixel, those places alone are the answer. Otherwise all places at least as similar
/// as the user asked for are, never less similar ones. Sizes must agree.
package struct TemplateGrounder: Grounder {
    package let name = "template"
    private let search: TemplateSearch
    private let title: String

    /// - Parameters:
    ///   - title: what candidates are called, such as the file's name.
    ///   - similarity: from above 0 to 1; 1 asks for equal pixels.
    /// - Throws: ``GroundersError/unusableTemplate(reason:)`` for a picture of one colour,
    ///   ``GroundersError/impossibleSimilarity(_:)``.
    package init(_ template: Image, title: String, similarity: Double = 0.9) throws(GroundersError) {
        guard similarity > 0, similarity <= 1 else { throw .impossibleSimilarity(similarity) }
        search = try TemplateSearch(template, similarity: similarity)
        self.title = title
    }

    /// All places of the template; the words only name it and are not looked at.
    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        search.places(on: image).map { place in
            Candidate(
                box: place.patch.box, point: place.patch.box.centre, text: title, confidence: place.similarity,
                isExact: place.similarity == 1)
        }
    }
}
