package import Traces

/// A policy beside another one on the same recorded steps.
package struct PolicyComparison: Hashable, Encodable, Sendable {
    /// The steps of one trace on which both policies were asked.
    package struct Pair: Sendable {
        let trace: String
        let first: [StepAgreement]
        let second: [StepAgreement]

        /// Creates a pair; steps are matched by their numbers.
        package init(trace: String, first: [StepAgreement], second: [StepAgreement]) {
            self.trace = trace
            self.first = first
            self.second = second
        }
    }

    /// A step on which only one of the two agrees with the record.
    package struct Step: Hashable, Encodable, Sendable {
        package let trace: String
        package let step: Int
        /// Whether the second policy agrees here; the first one then does not.
        package let isGained: Bool
        /// In words, like the others.
        package let recorded: String
        package let first: String
        package let second: String

        private enum CodingKeys: String, CodingKey {
            case trace, step, recorded, first, second
            case isGained = "gained"
        }
    }

    /// The name of the policy that is compared.
    package let policy: String
    /// The name of the policy that it is compared with.
    package let baseline: String
    /// The second policy's share of agreeing steps minus the first one's, from −1 to 1; `nil` without common steps.
    package let difference: Double?
    /// Where the difference lies with 95 % confidence; `nil` with fewer than two traces.
    package let interval: ConfidenceInterval?
    /// Where they differ, in the order of the traces.
    package let steps: [Step]

    /// Compares `policy` with `baseline`.
    package init(
        _ policy: String, with baseline: String, on pairs: [Pair], bootstrap: Bootstrap = Bootstrap()
    ) {
        let clusters = pairs.map { pair in Self.matched(pair) }
        let gains = clusters.map { $0.map { ($0.second.agrees ? 1 : 0) - ($0.first.agrees ? 1 : 0) } }
        let count = gains.reduce(0) { $0 + $1.count }
        self.policy = policy
        self.baseline = baseline
        difference = count > 0 ? Double(gains.joined().reduce(0, +)) / Double(count) : nil
        interval = bootstrap.interval(ofMeanIn: gains)
        steps = zip(pairs, clusters).flatMap { pair, steps in
            steps.filter { $0.first.agrees != $0.second.agrees }.map { step in
                Step(
                    trace: pair.trace, step: step.first.step, isGained: step.second.agrees,
                    recorded: step.first.recorded, first: step.first.decided, second: step.second.decided)
            }
        }
    }

    private static func matched(_ pair: Pair) -> [(first: StepAgreement, second: StepAgreement)] {
        let second = Dictionary(pair.second.map { ($0.step, $0) }, uniquingKeysWith: { first, _ in first })
        return pair.first.compactMap { step in second[step.step].map { (step, $0) } }
    }

    private enum CodingKeys: String, CodingKey {
        case policy, baseline, difference, interval
        case steps = "differing_steps"
    }
}

extension Bootstrap {
    /// The interval of the mean of all values, drawing whole clusters; `nil` with fewer than two clusters.
    ///
    /// Values of a cluster depend on each other (Cameron, Gelbach and Miller 2008); drawn one by one, they would make the
    /// interval too narrow.
    func interval(ofMeanIn clusters: [[Int]]) -> ConfidenceInterval? {
        let sums = clusters.filter { !$0.isEmpty }.map { (sum: $0.reduce(0, +), count: $0.count) }
        guard sums.count > 1 else { return nil }
        var generator = SeededGenerator(seed: seed)
        var means: [Double] = []
        means.reserveCapacity(resamples)
        for _ in 0..<resamples {
            var (sum, count) = (0, 0)
            for _ in sums {
                let drawn = sums[generator.next(below: sums.count)]
                sum += drawn.sum
                count += drawn.count
            }
            means.append(Double(sum) / Double(count))
        }
        means.sort()
        let tail = Int(((1 - level) / 2 * Double(resamples)).rounded(.down))
        return ConfidenceInterval(low: means[tail], high: means[resamples - 1 - tail])
    }
}
