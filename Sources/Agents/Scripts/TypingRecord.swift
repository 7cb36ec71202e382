import Foundation
package import Images
package import Interaction

/// What the steps of a script typed, and where on the screen that appeared: typed text is not evidence for an assertion.
///
/// A place is the steps' own while it shows words of what they typed, lies in a part of the same window that changed as
/// they were typed, and has shown them at every look since. Text that has gone and come back, or that stands elsewhere, was
/// brought there by the program.
package struct TypingRecord: Sendable {
    /// Where typed text appeared.
    fileprivate struct Field {
        let text: String
        let window: WindowID?
        /// The pixels that changed, and the same with what belongs to them.
        let changed: Box<ScreenSpace>
        let box: Box<ScreenSpace>
        /// What it has looked like since, each look that differs from the one before.
        var pictures: [Image]
    }

    /// More are not kept: the first and the latest say most.
    private static let maximumPictures = 12
    /// How much around changed pixels belongs to a field, so that whole words are in it.
    private static let margin = (across: 24.0, down: 6.0)

    private var fields: [Field] = []
    private var pending: (text: String, before: ScreenState)?
    /// What was typed without another action between.
    private var run = ""

    /// Creates an empty record.
    package init() {}

    /// Notes an action that is about to be carried out on the screen as it is.
    package mutating func note(_ action: Action<ScreenSpace>, on screen: ScreenState) {
        switch action.effect {
        case .keys(.text(let text)):
            run += text
            pending = (run, screen)
        case .batch(let actions): for action in actions { note(action, on: screen) }
        case .episode: break
        case .keys, .pointer: run = ""
        }
    }

    /// Notes a look at the screen, in the order in which they were taken.
    package mutating func see(_ screen: ScreenState) {
        for index in fields.indices { follow(index, on: screen) }
        guard let (text, before) = pending, let changed = changes(from: before, to: screen) else { return }
        pending = nil
        for part in changed {
            let box = Box<ScreenSpace>(
                x: part.x - Self.margin.across, y: part.y - Self.margin.down,
                width: part.width + 2 * Self.margin.across, height: part.height + 2 * Self.margin.down)
            guard let picture = Self.picture(of: box, on: screen) else { continue }
            let window = Self.window(under: part.centre, on: screen)
            fields.append(Field(text: text, window: window, changed: part, box: box, pictures: [picture]))
        }
    }

    /// Whether what stands at `place` is what the steps themselves typed there.
    func isOwn(
        _ place: Candidate, of target: Target, on screen: ScreenState, by resolver: any TargetResolving
    ) async throws -> Bool {
        guard target.image == nil else { return false }
        let words = target.text.comparable
        let box = screen.screenshot.frame.screenBox(place.box)
        let window = Self.window(under: box.centre, on: screen)
        for field in fields where field.text.comparable.contains(words) {
            guard field.window == window, field.box.contains(box.centre) else { continue }
            if try await field.hasAlwaysShown(target, by: resolver) { return true }
        }
        return false
    }

    private mutating func follow(_ index: Int, on screen: ScreenState) {
        // Under another window it is neither gone nor there.
        guard Self.isOpen(fields[index].changed, of: fields[index].window, on: screen),
            let picture = Self.picture(of: fields[index].box, on: screen),
            let last = fields[index].pictures.last, !picture.difference(from: last).boxes.allSatisfy({ $0.width <= 3 })
        else { return }
        if fields[index].pictures.count >= Self.maximumPictures { fields[index].pictures.remove(at: 1) }
        fields[index].pictures.append(picture)
    }

    /// The parts of the screen that changed; `nil` when nothing has changed yet.
    private func changes(from before: ScreenState, to now: ScreenState) -> [Box<ScreenSpace>]? {
        let difference = now.screenshot.image.difference(from: before.screenshot.image)
        guard !difference.isEmpty else { return nil }
        return difference.boxes.map(now.screenshot.frame.screenBox)
    }

    private static func window(under point: Point<ScreenSpace>, on screen: ScreenState) -> WindowID? {
        screen.windows.first { !$0.isMinimised && $0.frame.contains(point) }?.id
    }

    /// Whether `window` shows at the corners and in the middle of a box.
    private static func isOpen(_ box: Box<ScreenSpace>, of window: WindowID?, on screen: ScreenState) -> Bool {
        let inner = box.expanded(by: -min(1, box.width / 4, box.height / 4))
        return [
            box.centre, Point(x: inner.x, y: inner.y), Point(x: inner.maxX, y: inner.y),
            Point(x: inner.x, y: inner.maxY),
            Point(x: inner.maxX, y: inner.maxY),
        ].allSatisfy { Self.window(under: $0, on: screen) == window }
    }

    private static func picture(of box: Box<ScreenSpace>, on screen: ScreenState) -> Image? {
        screen.screenshot.image.copy(of: screen.screenshot.frame.imageBox(box))
    }
}

extension TypingRecord.Field {
    /// Whether the target's words could be read here at every look since they were typed.
    fileprivate func hasAlwaysShown(_ target: Target, by resolver: any TargetResolving) async throws -> Bool {
        guard pictures.count > 1, let last = pictures.last else { return true }
        // What cannot be read in this part alone does not say what stood there before.
        guard try await shows(target, in: last, by: resolver) else { return true }
        for picture in pictures.dropLast() {
            guard try await shows(target, in: picture, by: resolver) else { return false }
        }
        return true
    }

    private func shows(_ target: Target, in picture: Image, by resolver: any TargetResolving) async throws -> Bool {
        let found = try await resolver.places(of: Target(target.text), on: ScreenState(picture: picture))
        let wanted = ExactWords(target.text).lowercased
        return found.contains { wanted.stand(in: ExactWords($0.text).lowercased) } || target.isRough && !found.isEmpty
    }
}

extension String {
    /// Without spaces and case.
    fileprivate var comparable: String { String(lowercased().filter { !$0.isWhitespace }) }
}
