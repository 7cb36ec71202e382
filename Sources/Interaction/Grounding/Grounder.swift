package import Images

/// Finds on a picture what words mean.
package protocol Grounder: Sendable {
    /// A short name for traces and reports, such as `text`.
    var name: String { get }

    /// Everything on `image` that may be meant by `target`, the best first.
    func candidates(for target: String, in image: Image) async throws -> [Candidate]
}

/// Something found on a picture.
package struct Candidate: Hashable, Codable, Sendable {
    /// Where it lies on the picture.
    package var box: Box<ImageSpace>
    /// Where to click it.
    package var point: Point<ImageSpace>
    /// What was read or recognised there.
    package var text: String
    /// From 0 to 1, by the grounder's own measure.
    package var confidence: Double
    /// Whether the whole label matches, not only a part of it.
    package var isExact: Bool

    /// Creates a candidate; `confidence` is from 0 to 1.
    package init(
        box: Box<ImageSpace>, point: Point<ImageSpace>, text: String, confidence: Double, isExact: Bool
    ) {
        self.box = box
        self.point = point
        self.text = text
        self.confidence = confidence
        self.isExact = isExact
    }
}
