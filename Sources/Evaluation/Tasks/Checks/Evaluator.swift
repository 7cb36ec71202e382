/// How a task is graded: OSWorld's `evaluator` object.
///
/// `func`, `result`, `expected` and `options` are single or lists of the same length; `conj` joins a list.
package struct Evaluator: Sendable {
    /// In the task's order.
    package let checks: [Check]
    let conjunction: Conjunction
    /// Done before grading.
    let postconfig: [SetupStep]

    /// How the checks' scores become one.
    package enum Conjunction: String, Sendable {
        case and, or
    }

    /// One metric with its evidence.
    package struct Check: Sendable {
        let metric: any Metric
        let result: Getter?
        let expected: Getter?
    }

    /// Creates an evaluator; `postconfig` is done before the first check.
    package init(checks: [Check], conjunction: Conjunction, postconfig: [SetupStep]) {
        self.checks = checks
        self.conjunction = conjunction
        self.postconfig = postconfig
    }

    /// Whether the task is one that cannot be done.
    var isInfeasible: Bool { checks.contains { $0.metric is Infeasible } }

    /// Whether `score` settles the matter: no further check is made.
    package func isSettled(by score: Double) -> Bool {
        switch conjunction {
        case .and: score == 0
        case .or: score == 1
        }
    }

    /// Joins the scores of the checks: `and` is 0 at the first 0, else the mean; `or` is 1 at the first 1, else the best.
    package func join(_ scores: [Double]) -> Double {
        switch conjunction {
        case .and: scores.contains(0) ? 0 : scores.reduce(0, +) / Double(max(scores.count, 1))
        case .or: scores.max() ?? 0
        }
    }
}
