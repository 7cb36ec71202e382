/// Gathers events into steps. A phase is the time since the event before.
package struct StepAssembly {
    private var steps: [RecordedStep] = []
    private var lastMoment = 0.0
    /// What programs printed before the first step.
    private var early: [RecordedPrint] = []

    /// Without a last step in which nothing was decided, which is only the look after the one before.
    var finished: [RecordedStep] {
        guard let last = steps.last else { return [] }
        let isEmpty = last.decision == nil && last.unusable.isEmpty && last.waits.isEmpty && last.announced == nil
        return isEmpty ? steps.dropLast() : steps
    }

    /// Adds the next event.
    ///
    /// - Parameter moment: milliseconds since the trace was started.
    mutating func add(_ event: any TraceEvent, at moment: Double) {
        let elapsed = max(0, moment - lastMoment)
        lastMoment = moment
        event.join(&self, at: moment, after: elapsed)
    }

    /// Begins a step with a look at the screen, and ends the one before with it.
    mutating func observe(_ screen: RecordedScreen, in step: Int, at moment: Double, after elapsed: Double) {
        let unseen = steps.last?.unseen ?? []
        changeLast { $0.unseen = [] }
        defer { changeLast { $0.outside += unseen } }
        if let last = steps.last, last.number < step, last.after == nil {
            steps[steps.count - 1].after = screen
            let isWaiting = last.action?.action == "wait"
            spend(elapsed, isWaiting ? .wait : .look)
            open(step, moment) { $0.before = screen }
        } else {
            let isWaiting = steps.last?.waits.isEmpty == false
            open(step, moment) { $0.before = screen }
            spend(elapsed, isWaiting ? .wait : .look)
        }
    }

    /// Changes the last step, if there is one.
    mutating func changeLast(_ change: (inout RecordedStep) -> Void) {
        guard let last = steps.indices.last else { return }
        change(&steps[last])
    }

    /// Adds what a program printed to the last step, or to the first one to come.
    mutating func add(_ printed: RecordedPrint) {
        if steps.isEmpty { early.append(printed) } else { changeLast { $0.printed.append(printed) } }
    }

    /// Changes a step, which begins at `moment` when nothing is known of it yet.
    mutating func open(_ number: Int, _ moment: Double, _ change: (inout RecordedStep) -> Void) {
        if steps.last?.number != number {
            var step = RecordedStep(number: number)
            step.startedAtMilliseconds = moment
            (step.printed, early) = (early, [])
            steps.append(step)
        }
        change(&steps[steps.count - 1])
    }

    /// Notes what stood on the screen at a step's decision: the same as before where nothing is said.
    mutating func list(_ elements: [ListedElement]?, in number: Int) {
        guard steps.last?.number == number else { return }
        let known = elements ?? steps.last?.elements ?? steps.dropLast().last?.elements
        steps[steps.count - 1].elements = known
    }

    /// Counts time for a part of the last step.
    mutating func spend(_ milliseconds: Double, _ name: RecordedPhase.Name) {
        guard let last = steps.indices.last else { return }
        if let index = steps[last].phases.firstIndex(where: { $0.name == name }) {
            steps[last].phases[index].milliseconds += milliseconds
        } else {
            steps[last].phases.append(RecordedPhase(name: name, milliseconds: milliseconds))
        }
    }
}
