extension Trace {
    /// How long the screen of each step took to come, in seconds by the step's number: from the end of the hand's last
    /// action, or from the beginning of the set-up for the first, to the look on which the step was decided. Pauses do not
    /// count.
    package var arrivals: [Int: Double] {
        var arrivals: [Int: Double] = [:]
        var (since, decided, paused) = (0.0, 0.0, 0.0)
        for line in lines {
            let moment = line.atMilliseconds
            switch line.event {
            case .observed(let look): arrivals[look.step] = max(0, moment - since) / 1000
            case .executed, .executionFailed: since = moment
            case .decided(let event) where event.decision.lookAgain == nil: (decided, since) = (since, moment)
            case .outdated: since = decided
            case .paused: paused = moment
            case .resumed: since += moment - paused
            case .started, .decided, .unusable, .gated, .announced, .settled, .released, .ended, .graded:
                break
            }
        }
        return arrivals
    }
}
