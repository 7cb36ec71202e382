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
            case let look as ObservedEvent: arrivals[look.step] = max(0, moment - since) / 1000
            case is ExecutedEvent, is ExecutionFailedEvent: since = moment
            case let event as DecidedEvent where event.decision.lookAgain == nil: (decided, since) = (since, moment)
            case is OutdatedEvent: since = decided
            case is PausedEvent: paused = moment
            case is ResumedEvent: since += moment - paused
            default: break
            }
        }
        return arrivals
    }
}
