import Images
import Interaction

/// The steps of a task as data.
package struct Script: Hashable, Sendable {
    package var steps: [ScriptStep]

    package init(steps: [ScriptStep]) { self.steps = steps }
}

/// One step of a script.
package enum ScriptStep: Hashable, Sendable {
    /// An action in absolute screen pixels, or one without a place.
    case act(Action<ScreenSpace>)
    /// An action at a target in words. The action's own points are ignored where `target` replaces them.
    case actOn(Target, TargetAction)
    /// Wait until a target is on the screen, or no longer.
    case waitFor(Target, present: Bool, timeout: Duration)
    /// Claim that a target is on the screen, or is not.
    case assert(Target, present: Bool)
}

/// What can be done to a target in words.
package enum TargetAction: Hashable, Sendable {
    case click(Click, modifiers: [Key] = [])
    case move
    case scroll(Axis, pixels: Double, modifiers: [Key] = [])
    case mouseDown
    case mouseUp
    /// Drag from where the pointer is to the target.
    case dragTo(modifiers: [Key] = [])
}
