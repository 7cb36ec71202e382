package import Agents
package import Images
package import Interaction

/// The script that comes of what a person did, readable by another one.
package struct RecordedSteps: Sendable {
    /// The steps in their order.
    package private(set) var steps: [ScriptStep] = []
    /// How many of the actions with a place have it in words.
    package private(set) var named = 0
    /// How many actions have a place.
    package private(set) var placed = 0
    /// The titles of the windows that had the focus at the steps so far.
    private var lastTitle: String?
    /// Where the pointer was moved before the next action.
    private var move: Point<ScreenSpace>?

    /// Starts without steps.
    package init() {}

    /// Adds an action.
    ///
    /// - Parameters:
    ///   - grounding: how its place is found in words; `nil` for an action without one, or one that no words lead to.
    ///   - screen: what the person saw before it; `nil` where that is not known.
    package mutating func add(_ action: Action<ScreenSpace>, _ grounding: Grounding?, on screen: ScreenState?) {
        if case .mouseMove(let point, _) = action { return move = point }
        addMove(before: action)
        if let screen { waitForWindow(before: action, on: screen) }
        guard !action.points.isEmpty else { return steps.append(.act(action)) }
        placed += 1
        guard let grounding, let pointing = Self.pointing(action) else { return steps.append(.act(action)) }
        named += 1
        steps.append(.actOn(grounding.target, pointing))
    }

    /// A move that showed something, such as a submenu, is a step; one to the place of the action itself is part of that.
    private mutating func addMove(before action: Action<ScreenSpace>) {
        defer { move = nil }
        guard let move, let first = action.points.first, first.distance(to: move) > Self.near else { return }
        steps.append(.act(.mouseMove(move)))
    }

    /// How far apart a move and the action after it are at least, in pixels.
    private static let near = 40.0

    /// Adds a claim that something is on the screen.
    package mutating func claim(_ target: Target) { steps.append(.assert(target, present: true)) }

    /// Keys go to whatever has the focus: where that is another window than before, it is waited for. A target is waited for
    /// anyway.
    private mutating func waitForWindow(before action: Action<ScreenSpace>, on screen: ScreenState) {
        let title = screen.activeWindow?.title ?? ""
        defer { lastTitle = title }
        guard action.points.isEmpty, let lastTitle, title != lastTitle, !title.isEmpty else { return }
        steps.append(.waitFor(Target(title), present: true, timeout: Script.patience))
    }

    /// What the action does at its place; `nil` for a drag along a path, whose points are all its own.
    private static func pointing(_ action: Action<ScreenSpace>) -> TargetAction? {
        switch action {
        case .click(let button, let count, _, let modifiers): .click(button, count: count, modifiers: modifiers)
        default: nil
        }
    }
}
