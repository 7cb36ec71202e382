/// How one part of the attempts came out.
package struct SuccessLine: Hashable, Codable, Sendable {
    /// Such as `all`, `easy` or `mousepad`.
    let name: String
    let tasks: Int
    /// All that were asked for: what could not be evaluated stays among them.
    package let attempts: Int
    /// Attempts that passed.
    package let passed: Int
    /// Attempts that failed.
    package let failed: Int
    /// Attempts that could not be evaluated.
    package let notEvaluated: Int
    /// Passed ones among those that were evaluated; `nil` without any.
    package let success: Double?
    /// Of the success rate, at 95 %; `nil` without attempts.
    package let interval: ConfidenceInterval?
    /// The success if all that could not be evaluated had failed, and if all of it had passed.
    package let bounds: ConfidenceInterval?

    private enum CodingKeys: String, CodingKey {
        case name, tasks, attempts, passed, failed, success, interval, bounds
        case notEvaluated = "not_evaluated"
    }

    init(_ name: String, _ records: [AttemptRecord]) {
        self.name = name
        let counts = Dictionary(grouping: records, by: \.outcome).mapValues(\.count)
        tasks = Set(records.map(\.task)).count
        attempts = records.count
        passed = counts[.passed] ?? 0
        failed = counts[.failed] ?? 0
        notEvaluated = counts[.notEvaluated] ?? 0
        let proportion = Proportion(passed, of: passed + failed)
        success = proportion.rate
        interval = proportion.interval
        bounds =
            records.isEmpty
            ? nil
            : ConfidenceInterval(
                low: Double(passed) / Double(records.count), high: Double(passed + notEvaluated) / Double(records.count)
            )
    }
}

/// The lines of one way to divide the attempts.
struct SuccessSlice: Hashable, Codable, Sendable {
    /// `difficulty`, `program` or `kind`.
    let by: String
    let lines: [SuccessLine]

    /// The lines in the order that `names` are first met in `order`, then by name. A task with several names counts in each.
    init(by: String, of results: SuiteResults, order: [String] = [], names: (SuiteTask) -> [String]) {
        self.by = by
        var parts: [String: [AttemptRecord]] = [:]
        for task in results.tasks {
            for name in names(task) { parts[name, default: []] += results.records(of: task) }
        }
        let ordered = order.filter { parts[$0] != nil } + parts.keys.filter { !order.contains($0) }.sorted()
        lines = ordered.map { SuccessLine($0, parts[$0] ?? []) }
    }

    static func all(of results: SuiteResults) -> [SuccessSlice] {
        let difficulties = TaskSettings.Difficulty.allCases.map(\.rawValue)
        return [
            SuccessSlice(by: "difficulty", of: results, order: difficulties) { [$0.difficulty?.rawValue ?? "unrated"] },
            SuccessSlice(by: "program", of: results) { $0.programs },
            SuccessSlice(by: "kind", of: results) { [$0.isInfeasible ? "infeasible" : "feasible"] },
        ].filter { $0.lines.count > 1 }
    }
}
