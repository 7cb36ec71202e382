import Foundation
package import Images
package import Interaction

/// One thing a hand can do on a screen: the vocabulary that hands, scripts, models and traces share.
///
/// ```swift
/// let save: ScreenAction = .press("ctrl+s")
/// let click = try ScreenAction(json: #"{"action":"left_click","coordinate":[640,400]}"#)
/// ```
///
/// Later versions may add kinds of actions, so ``name`` tells them apart, not a case.
public struct ScreenAction: Hashable, Sendable {
    /// The action as hands carry it out.
    package let action: Action<ScreenSpace>

    /// Wraps an action of the table.
    package init(_ action: Action<ScreenSpace>) { self.action = action }

    /// A button of the mouse.
    public enum Button: String, CaseIterable, Hashable, Sendable {
        case left, middle, right, back, forward

        fileprivate var button: MouseButton {
            switch self {
            case .left: .left
            case .middle: .middle
            case .right: .right
            case .back: .back
            case .forward: .forward
            }
        }
    }

    /// A direction of scrolling.
    public enum Direction: Hashable, Sendable {
        case up, down, left, right
    }

    /// Moves the pointer.
    public static func move(to point: ScreenPoint) -> ScreenAction { ScreenAction(.mouseMove(point.point)) }

    /// Clicks at a point, or where the pointer is, while the keys `holding` are held.
    ///
    /// - Parameter count: 2 for a double click.
    public static func click(
        _ button: Button = .left, count: Int = 1, at point: ScreenPoint? = nil, holding keys: [String] = []
    ) -> ScreenAction {
        ScreenAction(.click(button.button, count: count, at: point?.point, modifiers: keys.map { Key($0) }))
    }

    /// Drags from `start`, or from where the pointer is, through the points of `path`, to `end`.
    public static func drag(
        _ button: Button = .left, from start: ScreenPoint? = nil, path: [ScreenPoint] = [], to end: ScreenPoint,
        holding keys: [String] = []
    ) -> ScreenAction {
        let path = DragPath(from: start?.point, waypoints: path.map(\.point), end: end.point)
        return ScreenAction(.drag(button.button, path, modifiers: keys.map { Key($0) }))
    }

    /// Turns the wheel by so many notches, at a point or where the pointer is, while the keys `holding` are held.
    public static func scroll(
        _ direction: Direction, notches: Int, at point: ScreenPoint? = nil, holding keys: [String] = []
    ) -> ScreenAction {
        let count = Double(notches)
        let amount =
            switch direction {
            case .up: ScrollAmount(.vertical, count, .notches)
            case .down: ScrollAmount(.vertical, -count, .notches)
            case .left: ScrollAmount(.horizontal, count, .notches)
            case .right: ScrollAmount(.horizontal, -count, .notches)
            }
        return ScreenAction(.scroll(amount, at: point?.point, modifiers: keys.map { Key($0) }))
    }

    /// Presses the keys of a chord in order and releases them in the opposite order: `Return`, `ctrl+shift+t`.
    ///
    /// - Throws: ``ActionError`` for a chord with an empty name.
    public static func press(_ chord: String) throws(ActionError) -> ScreenAction {
        guard let keys = Key.chord(chord) else {
            throw ActionError("expected keys joined by +, such as ctrl+s, found \"\(chord)\"")
        }
        return ScreenAction(.key(keys))
    }

    /// Types text as it stands, a newline as Return. `{{env:NAME}}` in it is replaced by a declared secret, in the
    /// keyboard only.
    public static func type(_ text: String) -> ScreenAction { ScreenAction(.type(text)) }

    /// Reads the JSON form: `{"action":"left_click","coordinate":[x,y]}`, `{"action":"key","keys":["ctrl","s"]}`.
    ///
    /// - Throws: ``ActionError``.
    public init(json: String) throws(ActionError) {
        do {
            action = try JSONDecoder().decode(Action<ScreenSpace>.self, from: Data(json.utf8))
        } catch let DecodingError.dataCorrupted(context) {
            throw ActionError("not an action: \(context.debugDescription)")
        } catch {
            throw ActionError("not an action: \(error)")
        }
    }

    /// The JSON form.
    ///
    /// - Throws: ``ActionError`` for a number that JSON does not have.
    public func json() throws(ActionError) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(action), as: UTF8.self)
        } catch {
            throw ActionError("the action \(name) has no JSON form: \(error)")
        }
    }

    /// As in the JSON form, such as `left_click`, `key` or `type`.
    public var name: String { action.name.rawValue }
    /// Where it points, if it names a place: for a drag, its end.
    public var point: ScreenPoint? { action.point.map(ScreenPoint.init) }
}

extension ScreenAction: CustomStringConvertible {
    /// The JSON form, or else the name.
    public var description: String { (try? json()) ?? name }
}

/// Why something is not an action, in words.
public struct ActionError: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }
}
