import Interaction

/// What a dialect's scroll amounts measure, and how many notches of the wheel they are: the only place that knows.
///
/// Our own actions and Qwen's tool count pixels of which the table of actions makes notches (``ScrollAmount/Unit/pixels``).
enum ScrollUnit {
    /// Notches themselves: Anthropic, GLM, pyautogui.
    case notches
    /// Pixels of a page, of which browsers scroll 100 a notch: OpenAI.
    case pagePixels
    /// Thousandths of the picture's side, which are pixels of a page then: Gemini.
    case grid(side: Int)

    /// Notches for what one call of UI-TARS scrolls, which names only a direction.
    static let step = 5.0
    private static let pixelsANotch = 100.0

    /// Whole notches, at least one unless `amount` is 0, with the sign of `amount`.
    func notches(_ amount: Double) -> Double {
        let notches =
            switch self {
            case .notches: amount
            case .pagePixels: amount / Self.pixelsANotch
            case .grid(let side): amount / 1000 * Double(side) / Self.pixelsANotch
            }
        guard notches != 0 else { return 0 }
        return (notches < 0 ? -1 : 1) * min(1000, max(1, abs(notches).rounded()))
    }

    /// The amount that means so many notches.
    func amount(notches: Double) -> Double {
        switch self {
        case .notches: notches
        case .pagePixels: notches * Self.pixelsANotch
        case .grid(let side): (notches * Self.pixelsANotch * 1000 / Double(side)).rounded()
        }
    }
}

extension ScrollAmount {
    /// So many notches in a direction, by its word; `nil` for another word.
    init?(direction: String, notches: Double) {
        switch direction.lowercased() {
        case "up": self.init(vertical: notches, .notches)
        case "down": self.init(vertical: -notches, .notches)
        case "left": self.init(horizontal: notches, .notches)
        case "right": self.init(horizontal: -notches, .notches)
        default: return nil
        }
    }

    /// The direction and the notches of a turn along one axis; `nil` for one along both.
    var directed: (direction: String, notches: Double)? {
        let (vertical, horizontal) = inNotches
        switch (vertical, horizontal) {
        case (let vertical, 0): return (vertical > 0 ? "up" : "down", abs(vertical))
        case (0, let horizontal): return (horizontal > 0 ? "left" : "right", abs(horizontal))
        default: return nil
        }
    }

    /// Notches, as the table of actions counts pixels: one for each 120, and at least one unless it is 0.
    var inNotches: (vertical: Double, horizontal: Double) {
        guard unit == .pixels else { return (vertical, horizontal) }
        func notches(_ pixels: Double) -> Double {
            pixels == 0 ? 0 : (pixels < 0 ? -1 : 1) * max(1, (abs(pixels) / 120).rounded())
        }
        return (notches(vertical), notches(horizontal))
    }
}
