import Images
import Interaction

/// An action with what it is known to press, directly before it is carried out: what a gatekeeper judges.
package struct PlannedAction: Sendable {
    package var action: Action<ScreenSpace>
    /// The keys that the hand will press, and those that are held; `nil` where nobody determined them, which no rule about
    /// keys accepts.
    package var keystrokes: Keystrokes?
    /// How words became the action's point.
    package var grounding: Grounding?

    package init(_ action: Action<ScreenSpace>, keystrokes: Keystrokes? = nil, grounding: Grounding? = nil) {
        self.action = action
        self.keystrokes = keystrokes
        self.grounding = grounding
    }

    /// Every point that the pointer touches with the action, on a screen: a drag begins where the pointer is.
    package func points(on screen: ScreenState) -> [Point<ScreenSpace>] {
        switch action {
        case .leftClickDrag(let end, let path, _): [screen.pointer] + path + [end]
        case .mouseMove, .click, .leftMouseDown, .leftMouseUp, .scroll: [action.point ?? screen.pointer]
        case .key, .type, .wait, .answer, .terminate: []
        }
    }

    /// Whether keys go to the active window.
    var isTyped: Bool {
        switch action {
        case .key, .type: true
        case .mouseMove, .click, .leftClickDrag, .leftMouseDown, .leftMouseUp, .scroll, .wait, .answer, .terminate:
            false
        }
    }
}
