import ArgumentParser
import Traces

/// A step's number, or several in a row: `3`, `2-5`.
struct StepRange: ExpressibleByArgument {
    let numbers: ClosedRange<Int>

    init?(argument: String) {
        let parts = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let first = parts.first ?? nil, let last = parts.last ?? nil,
            1 <= first, first <= last, last <= 1_000_000
        else { return nil }
        numbers = first...last
    }
}

extension NamedTrace {
    /// Fails for steps whose screens the trace does not have.
    func checkSteps(_ ranges: [StepRange]) throws {
        let last = (trace.steps.last?.number ?? 0) + 1
        if let range = ranges.first(where: { $0.numbers.upperBound > last }) {
            throw TraceError.noStep(number: range.numbers.upperBound, last: last)
        }
    }
}
