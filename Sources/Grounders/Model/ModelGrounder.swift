import Images
import Interaction
import QwenVL

/// Finds things on a picture by asking Qwen2.5-VL, which knows icons, pictures and places as well as text.
///
/// The answer is held to a list of boxes or points that lie on the picture; what the model is unsure of it cannot say,
/// so confidence only falls with the order of its answer.
package struct ModelGrounder: Grounder {
    package let name: String
    private let model: QwenModel
    private let tokens: TokenTable
    private let sizing: PictureSizing
    private let kind: Kind
    private let most: Int

    /// What the model is asked for.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case box
        case point
    }

    /// - Parameters:
    ///   - path: the checkpoint's folder or GGUF file.
    ///   - kind: whether it is to draw boxes or to point; a point is a box of one pixel.
    ///   - maximum: the most pixels at which it sees a picture; `nil` for the checkpoint's limit.
    ///   - most: how many things it may name.
    /// - Throws: the error of opening the checkpoint.
    package init(at path: String, kind: Kind = .box, maximum: Int? = nil, most: Int = 50) throws {
        model = try QwenModel(at: path)
        tokens = try TokenTable(model.tokenizer)
        name = "qwen:\(path)"
        self.kind = kind
        self.most = most
        sizing = model.checkpoint.preprocessor.images.with(maximum: maximum)
    }

    package func candidates(for target: String, in image: Image) async throws -> [Candidate] {
        try await OwnThread.run { isCancelled in try self.find(target, in: image, isCancelled: isCancelled) }
    }

    private func find(_ target: String, in image: Image, isCancelled: () -> Bool) throws -> [Candidate] {
        let size = try sizing.size(for: image.size)
        let form: AnswerForm =
            switch kind {
            case .box: try .boxes(on: size, count: 0...most)
            case .point: try .points(on: size, count: 0...most)
            }
        var request = ModelRequest([.user([.image(image), .text(question(target))])])
        request.imageSizing = sizing
        var options = model.defaults
        // Enough for the boxes and short labels; whatever is longer is closed in time.
        options.mostTokens = 64 + 48 * min(most, 40)
        let constraint = try FormConstraint(form, tokens: tokens, limit: options.mostTokens)
        let answer = try model.answer(to: request, options, constraint: constraint, isCancelled: isCancelled)
        if answer.finish == .cancelled { throw CancellationError() }
        let shown = answer.pictures.first?.model ?? size
        let frame = CoordinateFrame(
            screen: Size(width: image.width, height: image.height),
            capture: Box(x: 0, y: 0, width: Double(image.width), height: Double(image.height)), image: image.size,
            model: shown)
        let list = try form.value(in: answer.text)
        return list.elements.enumerated().compactMap { candidate($1, place: $0, target, frame) }
    }

    private func question(_ target: String) -> String {
        switch kind {
        case .box: "Outline each place of \"\(target)\" and output all the coordinates as bbox_2d in JSON format."
        case .point: "Point at each place of \"\(target)\" and output all the coordinates as point_2d in JSON format."
        }
    }

    private func candidate(_ found: JSONTree, place: Int, _ target: String, _ frame: CoordinateFrame) -> Candidate? {
        let numbers = found[kind == .box ? "bbox_2d" : "point_2d"]?.elements.compactMap(\.number) ?? []
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

extension JSONTree {
    fileprivate var elements: [JSONTree] {
        guard case .array(let items) = self else { return [] }
        return items
    }

    fileprivate var number: Double? {
        guard case .number(let value) = self else { return nil }
        return Double(value.text)
    }

    fileprivate var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }
}
