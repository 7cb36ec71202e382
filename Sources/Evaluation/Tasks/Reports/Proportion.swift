/// How many of some trials succeeded.
package struct Proportion: Hashable, Sendable {
    /// How many succeeded.
    package let successes: Int
    /// How many were tried.
    package let trials: Int

    /// Creates a proportion.
    package init(_ successes: Int, of trials: Int) {
        precondition(successes >= 0 && successes <= trials, "there are at most as many successes as trials")
        self.successes = successes
        self.trials = trials
    }

    /// From 0 to 1; `nil` without trials.
    package var rate: Double? { trials > 0 ? Double(successes) / Double(trials) : nil }

    /// The score interval at 95 %, which holds also for few trials and for rates of 0 and 1 (Wilson 1927).
    ///
    ///     (p̂ + z²/2n ± z √(p̂(1−p̂)/n + z²/4n²)) / (1 + z²/n)
    package var interval: ConfidenceInterval? {
        guard let p = rate else { return nil }
        let z = 1.959_963_984_540_054
        let n = Double(trials)
        let centre = p + z * z / (2 * n)
        let reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        let scale = 1 + z * z / n
        return ConfidenceInterval(
            low: successes == 0 ? 0 : (centre - reach) / scale, high: successes == trials ? 1 : (centre + reach) / scale
        )
    }
}

/// What several attempts at each task say about `k` of them (Chen et al. 2021, eq. 1; Yao et al. 2024 for pass^k).
package struct RepeatScore: Hashable, Codable, Sendable {
    /// Attempts at one task.
    let k: Int
    /// Tasks with at least `k` evaluated attempts, over which is averaged.
    package let tasks: Int
    /// The chance that at least one of `k` attempts passes.
    package let passAtK: Double
    /// The chance that all of `k` attempts pass.
    package let passHatK: Double

    private enum CodingKeys: String, CodingKey {
        case k, tasks
        case passAtK = "pass_at_k"
        case passHatK = "pass_hat_k"
    }

    /// - Parameter tasks: the evaluated attempts at each task.
    /// - Returns: `nil` when no task has `k` evaluated attempts.
    package init?(k: Int, tasks: [Proportion]) {
        let counted = tasks.filter { $0.trials >= k && k > 0 }
        guard !counted.isEmpty else { return nil }
        self.k = k
        self.tasks = counted.count
        let count = Double(counted.count)
        passAtK = counted.reduce(0) { $0 + $1.passAt(k) } / count
        passHatK = counted.reduce(0) { $0 + $1.passHat(k) } / count
    }

    /// For one attempt, two, four and so on, and all.
    static func all(repeats: Int, tasks: [Proportion]) -> [RepeatScore] {
        let powers = sequence(first: 1) { $0 * 2 }.prefix { $0 < repeats }
        return (Array(powers) + [repeats]).compactMap { RepeatScore(k: $0, tasks: tasks) }
    }
}

extension Proportion {
    /// The share of all choices of `k` trials that hold a success: 1 − C(n−c, k) / C(n, k).
    fileprivate func passAt(_ k: Int) -> Double { 1 - Proportion.share(trials - successes, of: trials, choosing: k) }

    /// The share of all choices of `k` trials that are all successes: C(c, k) / C(n, k).
    fileprivate func passHat(_ k: Int) -> Double { Proportion.share(successes, of: trials, choosing: k) }

    /// C(part, k) / C(all, k), factor by factor: the binomials themselves soon outgrow any number.
    private static func share(_ part: Int, of all: Int, choosing k: Int) -> Double {
        guard part >= k else { return 0 }
        return (0..<k).reduce(1.0) { share, index in share * Double(part - index) / Double(all - index) }
    }
}
