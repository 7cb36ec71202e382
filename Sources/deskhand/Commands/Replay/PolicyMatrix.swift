import Evaluation
import ModelServers
import Traces

/// What policies decided on the steps of traces: a cell for each trace and policy.
struct PolicyMatrix {
    /// One policy on one trace.
    struct Cell: Encodable {
        let trace: String
        let policy: String
        /// The share of the steps on which it agrees.
        let agreement: Double
        let seconds: Double
        /// What the answers took; `nil` where no server counts them.
        let usage: ModelUsage?
        let steps: [StepAgreement]
        /// The same with whole screenshots, where the policy's model is shown only what has changed.
        let whole: Whole?
        /// What of the trace is lost and was not asked about.
        let losses: [String]

        var agreed: Int { steps.count(where: \.agrees) }
    }

    /// What the same model decides when it is shown whole screenshots.
    struct Whole: Encodable {
        /// The share of the steps on which it agrees with the record.
        let agreement: Double
        /// The share of the steps on which both decide the same.
        let same: Double
        /// How the decisions differ from those with whole screenshots, step by step.
        let steps: [StepAgreement]
    }

    /// One policy on all traces.
    struct Total: Encodable {
        let policy: String
        let agreed: Int
        let asked: Int
        let seconds: Double
        let usage: ModelUsage?
    }

    /// The form of `--json` with several policies.
    struct Report: Encodable {
        let cells: [Cell]
        let policies: [Total]
        let comparisons: [PolicyComparison]
    }

    /// By policy, then by trace.
    let cells: [[Cell]]

    var report: Report { Report(cells: cells.flatMap(\.self), policies: totals, comparisons: comparisons) }

    /// The matrix as one page.
    var page: String {
        let totals = totals
        let columns = cells.enumerated().map { index, row in
            PolicyPage.Column(
                policy: row.first?.policy ?? "", total: totals.indices.contains(index) ? totals[index].measure : "",
                cells: row.map { PolicyPage.Cell(steps: $0.steps, measure: $0.measure, losses: $0.losses) })
        }
        return PolicyPage(
            traces: cells.first?.map(\.trace) ?? [], columns: columns, comparisons: comparisons.map(\.lines)
        )
        .html
    }

    private var totals: [Total] {
        cells.compactMap { row in
            guard let policy = row.first?.policy else { return nil }
            let usages = row.compactMap(\.usage)
            let usage = usages.isEmpty ? nil : usages.reduce(ModelUsage(), +)
            let seconds = (row.reduce(0) { $0 + $1.seconds } * 100).rounded() / 100
            return Total(
                policy: policy, agreed: row.reduce(0) { $0 + $1.agreed }, asked: row.reduce(0) { $0 + $1.steps.count },
                seconds: seconds, usage: usage)
        }
    }

    /// Each further policy with the first.
    private var comparisons: [PolicyComparison] {
        guard let base = cells.first else { return [] }
        return cells.dropFirst().map { row in
            let pairs = zip(base, row).map { PolicyComparison.Pair(trace: $0.trace, first: $0.steps, second: $1.steps) }
            return PolicyComparison(row.first?.policy ?? "", with: base.first?.policy ?? "", on: pairs)
        }
    }

    /// The totals and comparisons in lines.
    var summary: [String] {
        ["", "Policies:"] + totals.map { "  \($0.text)" } + comparisons.flatMap(\.lines)
    }
}

extension PolicyMatrix.Cell {
    fileprivate var measure: String { "\(seconds) s\(usage.map { "; \($0.text)" } ?? "")" }
}

extension PolicyMatrix.Total {
    fileprivate var measure: String { "\(agreed) of \(asked), \(seconds) s\(usage.map { "; \($0.text)" } ?? "")" }

    fileprivate var text: String {
        let used = usage.map { "; \($0.text)" } ?? ""
        return "\(policy): agrees on \(agreed) of \(asked) steps, \(seconds) s\(used)"
    }
}

extension PolicyComparison {
    fileprivate var lines: [String] {
        guard let difference else { return ["", "\(policy) and \(baseline) have no step in common"] }
        let range =
            interval.map { "95 % interval \(Self.points($0.low)) to \(Self.points($0.high))" }
            ?? "no interval from one trace"
        let gained = steps.count(where: \.isGained)
        let head =
            "\(policy) beside \(baseline): \(Self.points(difference)) points of agreement (\(range)); "
            + "\(gained) steps gained, \(steps.count - gained) lost"
        return ["", head] + steps.map(Self.line(of:))
    }

    private static func line(of step: Step) -> String {
        let mark = step.isGained ? "gained" : "lost  "
        return "  \(mark) \(step.trace) \(step.step)  \(step.recorded): \(step.first) -> \(step.second)"
            .replacing("\n", with: "\\n")
    }

    /// A share as signed percentage points.
    private static func points(_ share: Double) -> String {
        let rounded = (share * 1000).rounded() / 10
        return rounded > 0 ? "+\(rounded)" : "\(rounded)"
    }
}
