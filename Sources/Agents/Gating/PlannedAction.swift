package import Images
package import Interaction

/// An action with what it is known to press, directly before it is carried out: what a gatekeeper judges.
package struct PlannedAction: Sendable {
    /// The action, in pixels of the screen.
    package var action: Action<ScreenSpace>
    /// The keys that the hand will press, and those that are held; `nil` where they were not determined, which no rule about
    /// keys accepts.
    package var keystrokes: Keystrokes?
    /// How words became the action's point.
    var grounding: Grounding?
    /// What a person has to confirm before, in words: safety checks of a model's provider.
    package var concerns: [String] = []

    /// Creates a planned action with the keys that it presses and how its target was found.
    package init(_ action: Action<ScreenSpace>, keystrokes: Keystrokes? = nil, grounding: Grounding? = nil) {
        self.action = action
        self.keystrokes = keystrokes
        self.grounding = grounding
    }

    /// Every point that the pointer touches with the action, on a screen: what names no start begins where the pointer is.
    func points(on screen: ScreenState) -> [Point<ScreenSpace>] {
        action.touched(from: screen.pointer)
    }

    /// Whether keys go to the active window.
    var isTyped: Bool {
        action.keying != nil
    }
}
