extension Trace {
    /// The steps, the first first. The last one may be incomplete.
    package var steps: [RecordedStep] {
        var assembly = StepAssembly()
        for line in lines { assembly.add(line.event, at: line.atMilliseconds) }
        return assembly.finished
    }

    /// One step by its number.
    package func step(_ number: Int) throws(TraceError) -> RecordedStep {
        let steps = steps
        guard let step = steps.first(where: { $0.number == number }) else {
            throw .noStep(number: number, last: steps.last?.number ?? 0)
        }
        return step
    }
}
