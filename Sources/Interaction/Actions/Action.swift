import Images

/// One thing a hand can do: the vocabulary of Qwen2.5-VL's computer-use tool, and the two button halves it lacks.
///
/// A model's answer is an `Action<ModelSpace>`; only an `Action<ScreenSpace>` reaches a hand. The JSON form is in
/// `ActionJSON.swift`.
package enum Action<Space: CoordinateSpace>: Hashable, Sendable {
    /// Presses keys in order and releases them in the opposite order: `ctrl+shift+t`.
    case key([Key])
    /// Types text as it stands, a newline as Return. `{{env:NAME}}` in it is replaced in the keyboard, and only there.
    case type(String)
    case mouseMove(Point<Space>)
    /// Clicks at a point, or where the pointer is when there is none, while `modifiers` are held.
    case click(Click, at: Point<Space>?, modifiers: [Key] = [])
    /// Drags with the left button from where the pointer is, along `path`, to `end`, while `modifiers` are held.
    case leftClickDrag(to: Point<Space>, path: [Point<Space>], modifiers: [Key] = [])
    case leftMouseDown(at: Point<Space>?)
    case leftMouseUp(at: Point<Space>?)
    /// Turns the wheel by `pixels` (positive up, or left), at a point or where the pointer is, while `modifiers` are held.
    case scroll(Axis, pixels: Double, at: Point<Space>?, modifiers: [Key] = [])
    /// Does nothing for a while.
    case wait(Duration)
    /// Says something to the user; no hand moves.
    case answer(String)
    /// Ends the episode.
    case terminate(Status)
}

/// A way to click.
package enum Click: String, CaseIterable, Hashable, Sendable {
    case left = "left_click"
    case right = "right_click"
    case middle = "middle_click"
    case double = "double_click"
    case triple = "triple_click"
}

/// A direction of scrolling.
package enum Axis: String, CaseIterable, Hashable, Sendable {
    case vertical = "scroll"
    case horizontal = "hscroll"
}

/// What an agent claims when it ends an episode.
package enum Status: String, Codable, CaseIterable, Hashable, Sendable {
    case success
    case failure
}

extension Action {
    /// The same action with each of its points passed through `convert`.
    package func mapPoints<Other: CoordinateSpace, Failure: Error>(
        _ convert: (Point<Space>) throws(Failure) -> Point<Other>
    ) throws(Failure) -> Action<Other> {
        switch self {
        case .key(let keys): return .key(keys)
        case .type(let text): return .type(text)
        case .mouseMove(let point): return .mouseMove(try convert(point))
        case .click(let click, let point, let modifiers):
            return .click(click, at: try optional(point, convert), modifiers: modifiers)
        case .leftClickDrag(let end, let path, let modifiers):
            var converted: [Point<Other>] = []
            for point in path {
                converted.append(try convert(point))
            }
            return .leftClickDrag(to: try convert(end), path: converted, modifiers: modifiers)
        case .leftMouseDown(let point): return .leftMouseDown(at: try optional(point, convert))
        case .leftMouseUp(let point): return .leftMouseUp(at: try optional(point, convert))
        case .scroll(let axis, let pixels, let point, let modifiers):
            return .scroll(axis, pixels: pixels, at: try optional(point, convert), modifiers: modifiers)
        case .wait(let duration): return .wait(duration)
        case .answer(let text): return .answer(text)
        case .terminate(let status): return .terminate(status)
        }
    }

    /// Where the action points, if it names a place: for a drag, its end.
    package var point: Point<Space>? {
        switch self {
        case .mouseMove(let point), .leftClickDrag(to: let point, path: _, modifiers: _): point
        case .click(_, let point, _), .leftMouseDown(let point), .leftMouseUp(let point),
            .scroll(_, _, let point, _):
            point
        case .key, .type, .wait, .answer, .terminate: nil
        }
    }

    /// The modifier keys that are held while the pointer acts, in the order in which they are pressed.
    package var modifiers: [Key] {
        switch self {
        case .click(_, _, let modifiers), .leftClickDrag(_, _, let modifiers), .scroll(_, _, _, let modifiers):
            modifiers
        case .key, .type, .mouseMove, .leftMouseDown, .leftMouseUp, .wait, .answer, .terminate: []
        }
    }

    private func optional<Other: CoordinateSpace, Failure: Error>(
        _ point: Point<Space>?, _ convert: (Point<Space>) throws(Failure) -> Point<Other>
    ) throws(Failure) -> Point<Other>? {
        guard let point else { return nil }
        return try convert(point)
    }
}
