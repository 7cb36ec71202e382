package import Images
package import Interaction

/// Scores answers as the benchmarks' own scripts do.
///
/// The ScreenSpots compare ratios: the answer divided by the size of the picture that the model saw, the box by the
/// published picture's. OSWorld-G compares pixels. Both hold all edges of a box. The arithmetic keeps their order, since
/// another one moves points on an edge; the frame that hands use would floor to a pixel, which is another score.
package struct Judge: Sendable {
    /// Raised by every change that could score any answer differently.
    static let version = 1

    let suite: GroundingSuite
    let coordinates: AnswerCoordinates

    /// Creates a judge by a suite's rules for answers in these coordinates.
    package init(suite: GroundingSuite, coordinates: AnswerCoordinates) {
        self.suite = suite
        self.coordinates = coordinates
    }

    /// Scores one answer.
    ///
    /// - Parameters:
    ///   - picture: the size of the picture that the model saw.
    ///   - size: the published picture's size.
    package func judge(
        _ answer: ParsedAnswer, on item: GroundingItem, picture: Size<ModelSpace>, size: Size<ImageSpace>
    ) -> GroundingJudgement {
        let refuses = item.target == .refusal
        switch answer {
        case .unparseable: return GroundingJudgement(verdict: .wrongFormat, point: nil)
        case .several: return GroundingJudgement(verdict: .severalAnswers, point: nil)
        case .refusal: return GroundingJudgement(verdict: refuses ? .correct : .wrong, point: nil)
        case .place(let raw):
            // ScreenSpot-Pro measures by the annotated size, its forerunners by the file's.
            let size = suite == .screenSpotPro ? item.declaredSize ?? size : size
            let isRight =
                suite.isOSWorldG
                ? holds(item.target, pixels(raw, picture, size)) : holds(item.target, raw, picture, size)
            return GroundingJudgement(verdict: isRight ? .correct : .wrong, point: pixels(raw, picture, size))
        }
    }

    /// The comparison of ratios.
    private func holds(
        _ target: GroundingTarget, _ raw: RawPlace, _ picture: Size<ModelSpace>, _ size: Size<ImageSpace>
    ) -> Bool {
        guard case .box(let box) = target else { return holds(target, pixels(raw, picture, size)) }
        let (x, y) = ratio(raw, picture)
        let (width, height) = (Double(size.width), Double(size.height))
        return box.left / width <= x && x <= box.right / width && box.top / height <= y && y <= box.bottom / height
    }

    /// The comparison of pixels.
    private func holds(_ target: GroundingTarget, _ point: Point<ImageSpace>) -> Bool {
        switch target {
        case .box(let box):
            box.left <= point.x && point.x <= box.right && box.top <= point.y && point.y <= box.bottom
        case .polygon(let corners): Judge.isInside(point, corners)
        case .refusal: point.x < 0 && point.y < 0
        }
    }

    private func ratio(_ raw: RawPlace, _ picture: Size<ModelSpace>) -> (x: Double, y: Double) {
        switch coordinates {
        case .pixels: (raw.x / Double(picture.width), raw.y / Double(picture.height))
        case .perMille: (raw.x / 1000, raw.y / 1000)
        case .ratio: (raw.x, raw.y)
        }
    }

    /// Where the answer points on the published picture.
    private func pixels(_ raw: RawPlace, _ picture: Size<ModelSpace>, _ size: Size<ImageSpace>) -> Point<ImageSpace> {
        let isSameSize = picture.width == size.width && picture.height == size.height
        // OSWorld-G's scorer takes numbers up to 1 for ratios: nothing that can be asked for lies in the first pixel.
        let isRatio = suite.isOSWorldG && (0...1).contains(raw.x) && (0...1).contains(raw.y)
        if coordinates == .pixels, isSameSize, !isRatio { return Point(x: raw.x, y: raw.y) }
        let (x, y) = isRatio && coordinates == .pixels ? (raw.x, raw.y) : ratio(raw, picture)
        return Point(x: x * Double(size.width), y: y * Double(size.height))
    }

    /// Whether a ray from the point to the right crosses the edges an odd number of times.
    ///
    /// As OSWorld-G's scorer has it: a point on a left or top edge is inside, one on a right or bottom edge is not.
    static func isInside(_ point: Point<ImageSpace>, _ corners: [Point<ImageSpace>]) -> Bool {
        guard var last = corners.last else { return false }
        var isInside = false
        for corner in corners {
            if (corner.y > point.y) != (last.y > point.y),
                point.x < (last.x - corner.x) * (point.y - corner.y) / (last.y - corner.y) + corner.x
            {
                isInside.toggle()
            }
            last = corner
        }
        return isInside
    }
}
