/// How far a suite has come.
package struct SuiteProgress: Sendable {
    let all: Int
    /// Attempts that were or are made in this run.
    let pending: Int
    private(set) var done = 0
    private var counts: [AttemptOutcome: Int]
    private let start = ContinuousClock.now

    init(all: Int, pending: Int, known: [AttemptOutcome]) {
        self.all = all
        self.pending = pending
        counts = Dictionary(known.map { ($0, 1) }, uniquingKeysWith: +)
    }

    mutating func add(_ outcome: AttemptOutcome) {
        done += 1
        counts[outcome, default: 0] += 1
    }

    /// Whether all attempts of this run are made.
    package var isComplete: Bool { done == pending }

    /// One line, such as `12/60  10 passed, 2 failed  about 4 min left`.
    package var text: String {
        let made = AttemptOutcome.allCases.compactMap { outcome in
            counts[outcome].map { "\($0) \(outcome.words)" }
        }
        let perAttempt = done > 0 ? start.duration(to: .now) / done : .zero
        return "\(all - pending + done)/\(all)  \(made.joined(separator: ", "))  "
            + (isComplete ? "done" : "about \((perAttempt * (pending - done)).brief) left")
    }
}
