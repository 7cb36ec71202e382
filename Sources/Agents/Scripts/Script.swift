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
    /// Several actions as one batch, of which at least one is at a target. All targets are looked for before the first.
    case batch([ScriptAction])
    /// Wait until a target is on the screen, or no longer.
    case waitFor(Target, present: Bool, timeout: Duration)
    /// Claim that a target is on the screen, or is not. A soft claim that does not hold lets the steps go on; the run fails at
    /// its end.
    case assert(Target, present: Bool, softly: Bool = false)
    /// Claim that a part of the screen looks like a kept picture.
    case screenLike(ScreenLike)
    /// The steps of another file; ``Script/joined(file:reading:)`` puts them in its place before a script is run.
    case use(SharedSteps)
}

extension ScriptStep {
    /// What it does, in order; `nil` for a step that only looks.
    package var actions: [ScriptAction]? {
        switch self {
        case .act(let action): [.act(action)]
        case .actOn(let target, let action): [.actOn(target, action)]
        case .batch(let actions): actions
        case .waitFor, .assert, .screenLike, .use: nil
        }
    }

    /// The one action that ``actions`` are, once each has its place.
    package func joining(_ placed: [Action<ScreenSpace>]) -> Action<ScreenSpace> {
        if case .batch = self { .batch(placed) } else { placed.first ?? .batch(placed) }
    }
}
