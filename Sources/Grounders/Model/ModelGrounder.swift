package import Images
package import Interaction
import JSON
package import Models

/// Finds things on a picture by asking a model, which knows icons, pictures and places as well as text.
///
/// The answer is held to a list of boxes or points that lie on the picture; what the model is unsure of it cannot say,
/// so confidence only falls with the order of its answer.
package struct ModelGrounder: Grounder {
    package var name: String { model.name }
    private let model: any ChatModel
    private let kind: Kind
    private let maximumCount: Int

    /// What the model is asked for.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case box
        case point
    }

    /// - Parameters:
    ///   - kind: whether it is to draw boxes or to point; a point is a box of one pixel.
    ///   - maximumCount: how many things it may name.
    package init(_ model: any ChatModel, kind: Kind = .box, maximumCount: Int = 50) {
        self.model = model
        self.kind = kind
        self.maximumCount = maximumCount
    }

    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        let size = try model.pictureSize(for: image.size)
        let form: ChatForm =
            switch kind {
            case .box: .boxes(picture: size, maximum: maximumCount)
            case .point: .points(picture: size, maximum: maximumCount)
            }
        // Enough for the boxes and short labels; whatever is longer is closed in time.
        let reply = try await model.answer(
            ChatRequest(
                turns: [.user([.picture(image), .text(question(target))])], form: form,
                maximumTokens: 64 + 48 * min(maximumCount, 40)))
        let frame = CoordinateFrame(
            screen: Size(width: image.width, height: image.height),
            capture: Box(x: 0, y: 0, width: Double(image.width), height: Double(image.height)), image: image.size,
            model: size)
        return try JSON.objects(inAnswer: reply.text).enumerated().compactMap {
            candidate($1, place: $0, target, frame)
        }
    }

    private func question(_ target: String) -> String {
        switch kind {
        case .box: "Outline each place of \"\(target)\" and output all the coordinates as bbox_2d in JSON format."
        case .point: "Point at each place of \"\(target)\" and output all the coordinates as point_2d in JSON format."
        }
    }

    private func candidate(_ found: JSON, place: Int, _ target: String, _ frame: CoordinateFrame) -> Candidate? {
        let numbers = found[kind == .box ? "bbox_2d" : "point_2d"]?.items?.compactMap(\.number) ?? []
        guard numbers.count == (kind == .box ? 4 : 2) else { return nil }
        let start = frame.imagePoint(Point<ModelSpace>(x: numbers[0], y: numbers[1]))
        let end = kind == .box ? frame.imagePoint(Point<ModelSpace>(x: numbers[2], y: numbers[3])) : start
        let box = Box<ImageSpace>(
            x: start.x, y: start.y, width: max(1, end.x - start.x), height: max(1, end.y - start.y))
        return Candidate(
            box: box, point: kind == .box ? box.centre : start, text: found["label"]?.string ?? target,
            confidence: 1 / Double(place + 1), isExact: place == 0)
    }
}
