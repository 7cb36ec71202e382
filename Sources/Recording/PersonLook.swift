import Images
import Interaction

/// A look at the screen at rest, between what a person did before and does after it.
struct PersonLook: Sendable {
    /// When it was taken, as events count time.
    let time: Duration
    let screen: ScreenState
    /// What programs told of it.
    let list: ElementList?
    /// Whether the person went on before it was taken, so that it is of some moment in between.
    var isPassing = false

    /// Whether every pixel is as on another look.
    func looks(like other: PersonLook) -> Bool {
        let (now, then) = (screen.screenshot.image, other.screen.screenshot.image)
        return now.size == then.size && now.change(since: then, in: now.size.bounds, ignoring: []) == nil
    }
}

/// The latest looks, of which each gesture gets the one that was taken before it and after the one before it.
struct LookShelf {
    private var looks: [PersonLook] = []
    private static let most = 6

    /// The newest.
    var last: PersonLook? { looks.last }

    mutating func add(_ look: PersonLook) {
        looks.append(look)
        if looks.count > Self.most { looks.removeFirst() }
    }

    /// The newest look between two moments; without an end, of all after the beginning.
    ///
    /// - Parameter isWanted: what else holds of it.
    func newest(
        after begin: Duration, before end: Duration?, where isWanted: (PersonLook) -> Bool = { _ in true }
    ) -> PersonLook? {
        looks.last { look in look.time >= begin && end.map { look.time < $0 } ?? true && isWanted(look) }
    }
}
