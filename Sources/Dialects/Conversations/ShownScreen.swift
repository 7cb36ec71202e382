package import Images
import Models

/// A screenshot as it stands in a conversation.
package enum ShownScreen: Sendable {
    case whole(Image)
    /// What has changed since the screenshot before, which the model knows; no part where nothing has.
    ///
    /// Places are in pixels of the whole picture, which the model sees at the size `of`. The model names places in
    /// those pixels too, wherever it sees them: so all answers of a conversation, the form they are held to and their
    /// records have one space.
    case changes([ChangedPart], of: Size<ModelSpace>)

    /// The places of what has changed; `nil` for a whole screenshot.
    package var changedPlaces: [Box<ModelSpace>]? {
        if case .changes(let parts, _) = self { parts.map(\.place) } else { nil }
    }

    /// What the model is shown beside the words; the words that go with it first.
    func parts(in dialect: Dialect) -> [ChatPart] {
        switch self {
        case .whole(let image): return [.picture(image)]
        case .changes(let parts, let size):
            let space = PointSpace(unit: dialect.coordinates, picture: size)
            let places = parts.map { $0.words(space) }
            switch places.count {
            case 0: return [.text("The screenshot is the same as the one before.")]
            case 1:
                let words =
                    "Only one part of the screenshot is not as before, \(places[0]). It is shown here; "
                    + "go on naming places as on the whole screenshot.\n"
                return [.text(words), .picture(parts[0].picture)]
            default:
                let words =
                    "Only \(places.count) parts of the screenshot are not as before. They are shown here; "
                    + "go on naming places as on the whole screenshot."
                return [.text(words)]
                    + zip(parts, places).flatMap { [.text("\nThe part \($1):\n"), .picture($0.picture)] }
            }
        }
    }
}

/// A part of a screenshot that has changed.
package struct ChangedPart: Sendable {
    /// The part, as it is sent.
    package let picture: Image
    /// Its place in the whole picture as the model sees it.
    package let place: Box<ModelSpace>

    /// Creates a part from its picture and its place.
    package init(picture: Image, place: Box<ModelSpace>) {
        self.picture = picture
        self.place = place
    }

    /// From its first to its last pixel, in the numbers of the dialect.
    fileprivate func words(_ space: PointSpace) -> String {
        let first = space.numbers(for: Point(x: place.x, y: place.y))
        let last = space.numbers(for: Point(x: place.maxX - 1, y: place.maxY - 1))
        func number(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
        return "from (\(number(first.x)), \(number(first.y))) to (\(number(last.x)), \(number(last.y)))"
    }
}

extension Dialect {
    /// Whether a screenshot can be shown as what has changed since the one before: its history shows earlier screenshots,
    /// and no server's own tool wants a whole one.
    package var canShowChanges: Bool { history.showsChanges && history.pictures > 1 && hosted == nil }
}
