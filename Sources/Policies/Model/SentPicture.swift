import Agents
import Dialects
import Images
import Interaction
import Models

/// A screenshot as a model is sent it, and how the model's pixels lie on the screen.
struct SentPicture: Sendable {
    /// At the size at which the model sees it, unless the model resizes it itself.
    let image: Image
    let frame: CoordinateFrame
    private let screenshot: Screenshot

    init(_ screenshot: Screenshot, image: Image, model: Size<ModelSpace>) {
        self.image = image
        self.screenshot = screenshot
        frame = CoordinateFrame(
            screen: screenshot.screen, capture: screenshot.capture, image: screenshot.image.size, model: model)
    }

    /// The picture; `nil` where it is the screenshot itself.
    var ifResized: Image? { image.size == screenshot.image.size ? nil : image }

    /// What a question is answered with; `nil` for one that needs a new look.
    func answer(to query: ModelQuery, on screen: ScreenState) -> [ChatPart]? {
        switch query {
        case .screenshot: return nil
        case .pointer:
            let point = frame.modelPoint(screen.pointer)
            return [.text("X=\(Int(point.x.rounded())),Y=\(Int(point.y.rounded()))")]
        case .zoom(let box): return [.picture(zoomed(box))]
        }
    }

    /// The part of the screenshot that a box of the picture shows, as large as fits into the picture.
    private func zoomed(_ box: Box<ModelSpace>) -> Image {
        let start: Point<ImageSpace> = frame.imagePoint(Point<ModelSpace>(x: box.x, y: box.y))
        let end: Point<ImageSpace> = frame.imagePoint(Point<ModelSpace>(x: box.maxX, y: box.maxY))
        let shown = Box<ImageSpace>(x: start.x, y: start.y, width: end.x - start.x, height: end.y - start.y)
        guard let part = screenshot.image.cropped(to: shown) else { return image }
        let growth = min(Double(image.width) / Double(part.width), Double(image.height) / Double(part.height))
        return part.resized(
            to: Size(
                width: max(1, Int(Double(part.width) * growth)), height: max(1, Int(Double(part.height) * growth))))
    }
}

/// Makes pictures as a model is sent them, and keeps those of the latest steps, since each is sent again in later ones.
struct SentPictures {
    private let model: any ChatModel
    private let dialect: Dialect
    /// How many steps are kept.
    private let most: Int
    private var kept: [Int: Image] = [:]

    init(model: any ChatModel, dialect: Dialect, most: Int) {
        self.model = model
        self.dialect = dialect
        self.most = most
    }

    /// The picture of the present screen, which is kept for its step.
    ///
    /// - Throws: what keeps the model from seeing such a picture.
    mutating func present(_ observation: Observation) throws -> SentPicture {
        let screenshot = observation.screen.screenshot
        let size = try dialect.sizes(of: screenshot.image.size, for: model)
        let image = screenshot.image.fitted(to: size.sent)
        kept[observation.step] = image
        kept = kept.filter { $0.key > observation.step - most }
        return SentPicture(screenshot, image: image, model: size.seen)
    }

    /// The picture that was sent in an earlier step.
    func earlier(_ observation: Observation) throws -> Image {
        if let known = kept[observation.step] { return known }
        let image = observation.screen.screenshot.image
        return image.fitted(to: try dialect.sizes(of: image.size, for: model).sent)
    }

    /// How the model's pixels lie on the screen of a screenshot.
    func frame(of screenshot: Screenshot) throws -> CoordinateFrame {
        CoordinateFrame(
            screen: screenshot.screen, capture: screenshot.capture, image: screenshot.image.size,
            model: try dialect.sizes(of: screenshot.image.size, for: model).seen)
    }
}
