package import Images

/// One thing a hand can do. Its cases are independent of each other's values: any button with any count, any modifiers.
///
/// What each means exactly, its JSON form and its limits stand in ``ActionKind/all``, one entry for each name in JSON, and
/// on the page `Actions` of the documentation. A model's answer is an `Action<ModelSpace>`; only an `Action<ScreenSpace>`
/// reaches a hand.
package enum Action<Space: CoordinateSpace>: Hashable, Sendable {
    /// Presses keys in order and releases them in the opposite order: `ctrl+shift+t`.
    case key([Key])
    /// Types text as it stands, a newline as Return. `{{env:NAME}}` in it is replaced in the keyboard, and only there.
    case type(String)
    /// Presses keys in order; they stay down until `keyUp`, or the end of the episode.
    case keyDown([Key])
    /// Releases keys in order.
    case keyUp([Key])
    /// Presses keys in order, holds them for a while, and releases them in the opposite order.
    case holdKey([Key], Duration)
    case mouseMove(Point<Space>, modifiers: [Key] = [])
    /// Clicks `count` times, from 1 to 3, at a point, or where the pointer is, while `modifiers` are held.
    case click(MouseButton, count: Int = 1, at: Point<Space>?, modifiers: [Key] = [])
    /// Presses a button at the start of a path and releases it at its end, while `modifiers` are held.
    ///
    /// `duration`: how long the motion takes; `nil` for as long as programs need to follow it.
    case drag(MouseButton, DragPath<Space>, modifiers: [Key] = [], duration: Duration? = nil)
    /// Presses a button, which stays down until `mouseUp`, or the end of the episode.
    case mouseDown(MouseButton, at: Point<Space>?, modifiers: [Key] = [])
    case mouseUp(MouseButton, at: Point<Space>?, modifiers: [Key] = [])
    /// Turns the wheel at a point, or where the pointer is, while `modifiers` are held.
    case scroll(ScrollAmount, at: Point<Space>?, modifiers: [Key] = [])
    /// Does nothing for a while.
    case wait(Duration)
    /// Says something to the user; no hand moves.
    case answer(String)
    /// Ends the episode.
    case terminate(Status)
    /// Several actions in order, up to the first that fails or is refused. None of them is a batch.
    case batch([Action<Space>])
}

/// What an agent claims when it ends an episode.
package enum Status: String, Codable, CaseIterable, Hashable, Sendable {
    case success
    case failure
}

extension Action {
    /// Its points in the order in which they are reached; none for an action without a place.
    package var points: [Point<Space>] {
        var points: [Point<Space>] = []
        let _: Action<Space> = mapPoints { point in
            points.append(point)
            return point
        }
        return points
    }

    /// The same action with each of its points passed through `convert`, in the order of ``ActionEffect/Pointing/named``.
    package func mapPoints<Other: CoordinateSpace, Failure: Error>(
        _ convert: (Point<Space>) throws(Failure) -> Point<Other>
    ) throws(Failure) -> Action<Other> {
        switch self {
        case .key(let keys): return .key(keys)
        case .type(let text): return .type(text)
        case .keyDown(let keys): return .keyDown(keys)
        case .keyUp(let keys): return .keyUp(keys)
        case .holdKey(let keys, let duration): return .holdKey(keys, duration)
        case .mouseMove(let point, let modifiers): return .mouseMove(try convert(point), modifiers: modifiers)
        case .click(let button, let count, let point, let modifiers):
            return .click(button, count: count, at: try point.converted(by: convert), modifiers: modifiers)
        case .drag(let button, let path, let modifiers, let duration):
            return .drag(button, try path.mapPoints(convert), modifiers: modifiers, duration: duration)
        case .mouseDown(let button, let point, let modifiers):
            return .mouseDown(button, at: try point.converted(by: convert), modifiers: modifiers)
        case .mouseUp(let button, let point, let modifiers):
            return .mouseUp(button, at: try point.converted(by: convert), modifiers: modifiers)
        case .scroll(let amount, let point, let modifiers):
            return .scroll(amount, at: try point.converted(by: convert), modifiers: modifiers)
        case .wait(let duration): return .wait(duration)
        case .answer(let text): return .answer(text)
        case .terminate(let status): return .terminate(status)
        case .batch(let actions):
            var converted: [Action<Other>] = []
            for action in actions { converted.append(try action.mapPoints(convert)) }
            return .batch(converted)
        }
    }

    /// What the action does to pointer and keys, from which a gate, a trace and a drawing derive what they need.
    package var effect: ActionEffect<Space> {
        typealias Pointing = ActionEffect<Space>.Pointing
        switch self {
        case .key(let keys): return .keys(.strike(keys))
        case .type(let text): return .keys(.text(text))
        case .keyDown(let keys): return .keys(.press(keys))
        case .keyUp(let keys): return .keys(.release(keys))
        case .holdKey(let keys, _): return .keys(.hold(keys))
        case .mouseMove(let point, let modifiers):
            return .pointer(Pointing(start: point, modifiers: modifiers, use: .move))
        case .click(let button, _, let point, let modifiers):
            return .pointer(Pointing(start: point, modifiers: modifiers, use: .press(button)))
        case .drag(let button, let path, let modifiers, _):
            return .pointer(
                Pointing(
                    start: path.start, path: path.waypoints + [path.end], modifiers: modifiers, use: .press(button)))
        case .mouseDown(let button, let point, let modifiers):
            return .pointer(Pointing(start: point, modifiers: modifiers, use: .press(button)))
        case .mouseUp(let button, let point, let modifiers):
            return .pointer(Pointing(start: point, modifiers: modifiers, use: .release(button)))
        case .scroll(_, let point, let modifiers):
            return .pointer(Pointing(start: point, modifiers: modifiers, use: .wheel))
        case .wait, .answer, .terminate: return .episode
        case .batch(let actions): return .batch(actions)
        }
    }
}

extension Action {
    /// A drag with the left button from where the pointer is, along `path`, to `end`.
    package static func leftClickDrag(
        to end: Point<Space>, path: [Point<Space>], modifiers: [Key] = []
    ) -> Action {
        .drag(.left, DragPath(waypoints: path, end: end), modifiers: modifiers)
    }

    /// A turn of the wheel along one axis by `pixels`, positive up or left.
    package static func scroll(
        _ axis: Axis, pixels: Double, at point: Point<Space>?, modifiers: [Key] = []
    ) -> Action {
        .scroll(ScrollAmount(axis, pixels, .pixels), at: point, modifiers: modifiers)
    }
}

extension Optional {
    fileprivate func converted<From: CoordinateSpace, To: CoordinateSpace, Failure: Error>(
        by convert: (Point<From>) throws(Failure) -> Point<To>
    ) throws(Failure) -> Point<To>? where Wrapped == Point<From> {
        guard let point = self else { return nil }
        return try convert(point)
    }
}
