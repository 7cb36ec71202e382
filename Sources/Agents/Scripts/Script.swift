package import Images
package import Interaction

/// The steps of a task as data.
package struct Script: Hashable, Sendable {
    /// The steps in their order.
    package var steps: [ScriptStep]

    /// Creates a script of steps.
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

/// What can be done to a target in words: any action that has a coordinate, which the target gives.
package struct TargetAction: Hashable, Sendable {
    /// The action at an arbitrary place.
    private let action: Action<ScreenSpace>

    private static let anywhere = Point<ScreenSpace>(x: 0, y: 0)

    /// What `action` does, apart from where; `nil` for an action that is done at no place.
    init?(_ action: Action<ScreenSpace>) {
        guard let action = action.pointed(at: Self.anywhere) else { return nil }
        self.action = action
    }

    private init(anywhere action: Action<ScreenSpace>) { self.action = action }

    /// The action at a point.
    package func action(at point: Point<ScreenSpace>) -> Action<ScreenSpace> { action.pointed(at: point) ?? action }

    /// A click with any button, count and held modifier keys.
    package static func click(_ button: MouseButton, count: Int = 1, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .click(button, count: count, at: anywhere, modifiers: modifiers))
    }

    /// Moves the pointer there.
    package static let move = TargetAction(anywhere: .mouseMove(anywhere))

    /// Presses a button and leaves it down.
    package static func mouseDown(_ button: MouseButton) -> TargetAction {
        TargetAction(anywhere: .mouseDown(button, at: anywhere))
    }

    static func scroll(_ amount: ScrollAmount, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .scroll(amount, at: anywhere, modifiers: modifiers))
    }

    /// A turn of the wheel along one axis, positive up or left.
    package static func scroll(_ axis: Axis, pixels: Double, modifiers: [Key] = []) -> TargetAction {
        scroll(ScrollAmount(axis, pixels, .pixels), modifiers: modifiers)
    }

    /// A drag from where the pointer is to the target.
    package static func dragTo(_ button: MouseButton = .left, modifiers: [Key] = []) -> TargetAction {
        TargetAction(anywhere: .drag(button, DragPath(end: anywhere), modifiers: modifiers))
    }
}
