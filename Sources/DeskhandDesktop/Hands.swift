public import DeskhandInteraction
import Images
import Interaction
import X11Desktop

/// Pointer, keyboard and windows of a session's display.
///
/// Each call returns when the X server has taken the input; ``Screen/settle(_:isolation:after:)`` waits for what programs
/// make of it. Should this process die meanwhile, the session's guardian releases what is held down.
public struct Hands: Sendable {
    let desktop: XDesktop

    /// Carries out one action. Actions that move no hand, such as `wait`, do nothing.
    ///
    /// - Throws: ``DesktopError``; a point outside of the screen, an unknown key or a character that cannot be typed
    ///   before anything moves.
    @discardableResult
    public func perform(_ action: ScreenAction) async throws -> Performed {
        try await DesktopError.wrapping { Performed(try await desktop.perform(action.action)) }
    }

    /// Moves the pointer.
    public func move(to point: ScreenPoint) async throws { try await perform(.move(to: point)) }

    /// Clicks at a point, or where the pointer is, while the keys `holding` are held.
    ///
    /// - Parameter count: 2 for a double click.
    public func click(
        _ button: ScreenAction.Button = .left, count: Int = 1, at point: ScreenPoint? = nil,
        holding keys: [String] = []
    ) async throws {
        try await perform(.click(button, count: count, at: point, holding: keys))
    }

    /// Drags from one point to another.
    public func drag(
        _ button: ScreenAction.Button = .left, from start: ScreenPoint, to end: ScreenPoint,
        holding keys: [String] = []
    ) async throws {
        try await perform(.drag(button, from: start, to: end, holding: keys))
    }

    /// Turns the wheel by so many notches, at a point or where the pointer is.
    public func scroll(
        _ direction: ScreenAction.Direction, notches: Int, at point: ScreenPoint? = nil
    ) async throws {
        try await perform(.scroll(direction, notches: notches, at: point))
    }

    /// Presses a chord, such as `Return` or `ctrl+shift+t`.
    public func press(_ chord: String) async throws { try await perform(try .press(chord)) }

    /// Types text into the window that has the keyboard, a newline as Return.
    @discardableResult
    public func type(_ text: String) async throws -> Performed { try await perform(.type(text)) }

    /// Brings a window to the front and gives it the keyboard, and returns once that has happened.
    public func activate(_ window: ScreenWindow) async throws {
        try await DesktopError.wrapping { try await desktop.activate(window.info.id) }
    }

    /// Asks a window to close, as its close button does; nothing is ever killed.
    public func close(_ window: ScreenWindow) async throws {
        try await DesktopError.wrapping { try await desktop.close(window.info.id) }
    }
}
