package import Images

/// What an action does to pointer and keys.
package enum ActionEffect<Space: CoordinateSpace>: Hashable, Sendable {
    case pointer(Pointing)
    case keys(Keying)
    /// No hand moves: the episode itself waits, answers or ends.
    case episode
    /// What its members do, one after another.
    case batch([Action<Space>])

    /// What the pointer does.
    package struct Pointing: Hashable, Sendable {
        /// Where it acts, or begins to; `nil` where the pointer is.
        package var start: Point<Space>?
        /// Where it goes from there with the button down; empty for what happens at one place.
        package var path: [Point<Space>] = []
        /// Keys that are held meanwhile, in the order in which they are pressed.
        package var modifiers: [Key]
        /// What becomes of the buttons there.
        package var use: Use

        /// The points that the action names, in order.
        package var named: [Point<Space>] { (start.map { [$0] } ?? []) + path }
    }

    /// What becomes of the buttons.
    package enum Use: Hashable, Sendable {
        case move
        case press(MouseButton)
        case release(MouseButton)
        case wheel
    }

    /// What the keys do. They go to the window that has the focus.
    package enum Keying: Hashable, Sendable {
        /// Pressed in order and released in the opposite order.
        case strike([Key])
        case text(String)
        /// Pressed, and left down.
        case press([Key])
        case release([Key])
        /// Pressed, and down for a while: long enough that they repeat.
        case hold([Key])
    }
}

extension Action {
    /// What the pointer does; `nil` for another action.
    package var pointing: ActionEffect<Space>.Pointing? {
        if case .pointer(let pointing) = effect { pointing } else { nil }
    }

    /// What the keys do; `nil` for another action.
    package var keying: ActionEffect<Space>.Keying? {
        if case .keys(let keying) = effect { keying } else { nil }
    }

    /// Where the action points, if it names a place: for a drag its end, for a batch that of its last member with one.
    package var point: Point<Space>? {
        switch effect {
        case .pointer(let pointing): pointing.named.last
        case .batch(let actions): actions.lazy.reversed().compactMap(\.point).first
        case .keys, .episode: nil
        }
    }

    /// Every point that the pointer touches, in order, when it is at `pointer` before.
    package func touched(from pointer: Point<Space>) -> [Point<Space>] {
        switch effect {
        case .pointer(let pointing): return [pointing.start ?? pointer] + pointing.path
        case .batch(let actions):
            return actions.reduce(into: []) { $0 += $1.touched(from: $0.last ?? pointer) }
        case .keys, .episode: return []
        }
    }

    /// The modifier keys that are held while the pointer acts, in the order in which they are pressed.
    package var modifiers: [Key] { pointing?.modifiers ?? [] }

    /// Whether the action leaves everything to the episode: it waits, answers or ends it.
    package var isEpisodesOwn: Bool { effect == .episode }

    /// The actions of a batch; another action by itself.
    package var members: [Action] {
        if case .batch(let actions) = self { actions } else { [self] }
    }
}
