import Images
package import Interaction

/// Whether an action may be executed, and the rule that says so.
package struct GateVerdict: Hashable, Codable, Sendable {
    /// Whether the action may be executed.
    package var allowed: Bool
    /// The rule in words, as the user is told.
    package var rule: String
    /// What was judged; `nil` where nothing had to be looked at.
    package var judged: Judged?
    /// What becomes of an action that is refused.
    package var refusal = Refusal.isTold

    /// What becomes of a refusal.
    package enum Refusal: String, Hashable, Codable, Sendable {
        /// The policy is told, and may do something else.
        case isTold
        /// The policy decides again on a new look.
        case decidesAnew
        /// The run ends, outside of its plan.
        case endsRun
    }

    /// What a verdict is about, in words.
    package struct Judged: Hashable, Codable, Sendable {
        /// The keys that are pressed, or held during a click; `nil` when there are none. Those of a secret are not told.
        package var keys: String?
        /// The title of the window that lies under the last point, or takes the keys.
        package var window: String?
        /// The words of what is pressed.
        package var element: String?

        init(keys: String? = nil, window: String? = nil, element: String? = nil) {
            self.keys = keys
            self.window = window
            self.element = element
        }
    }

    /// Creates a verdict.
    package init(allowed: Bool, rule: String, judged: Judged? = nil, refusal: Refusal = .isTold) {
        self.refusal = refusal
        self.allowed = allowed
        self.rule = rule
        self.judged = judged
    }
}

extension GateVerdict.Judged {
    /// What is known of an action without looking closer.
    package init(_ planned: PlannedAction, on screen: ScreenState) {
        let keys = planned.keystrokes.map { keystrokes in
            let words = keystrokes.description
            return planned.isTyped ? words : Keystrokes.words(for: keystrokes.held)
        }
        self.init(
            keys: keys.flatMap { $0.isEmpty ? nil : $0 }, window: planned.window(on: screen)?.title,
            element: planned.groundedName)
    }
}

extension PlannedAction {
    /// The window that takes the keys, or lies under the last point.
    func window(on screen: ScreenState) -> WindowInfo? {
        isTyped ? screen.activeWindow : points(on: screen).last.flatMap(screen.window(at:))
    }

    /// The words that stood where the target was found.
    var groundedName: String? {
        guard let grounding, grounding.candidates.indices.contains(grounding.chosen) else { return nil }
        let text = grounding.candidates[grounding.chosen].text
        return text.isEmpty ? nil : text
    }
}

extension ScreenState {
    /// The uppermost window at a point.
    func window(at point: Point<ScreenSpace>) -> WindowInfo? {
        windows.first { !$0.isMinimised && $0.frame.contains(point) }
    }
}
