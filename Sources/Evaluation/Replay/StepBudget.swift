/// How long the screen of a step may take to come in a replay.
package enum StepBudget: Hashable, Sendable {
    case seconds(Double)
    /// So many times as long as in the recording, and a second at least beyond it.
    case factor(Double)

    /// Reads a number of seconds such as `5`, or a factor such as `3x`; `nil` for anything else.
    package init?(_ text: String) {
        let isFactor = text.hasSuffix("x")
        guard let number = Double(isFactor ? String(text.dropLast()) : text), number > 0, number.isFinite else {
            return nil
        }
        self = isFactor ? .factor(number) : .seconds(number)
    }

    /// In seconds, for a step that took `recorded` seconds.
    func limit(recorded: Double) -> Double {
        switch self {
        case .seconds(let seconds): seconds
        case .factor(let factor): max(recorded * factor, recorded + 1)
        }
    }
}
