package import Traces

/// What policies decided on the steps of traces, as one page: a table of traces and policies, how they compare, and each
/// step.
package struct PolicyPage {
    /// What one policy decided on one trace.
    package struct Cell {
        let steps: [StepAgreement]
        let measure: String
        let losses: [String]

        /// - Parameters:
        ///   - measure: time, tokens and cost, in words.
        ///   - losses: what of the trace is lost and was not asked about.
        package init(steps: [StepAgreement], measure: String, losses: [String]) {
            (self.steps, self.measure, self.losses) = (steps, measure, losses)
        }
    }

    /// One policy on all traces.
    package struct Column {
        let policy: String
        let total: String
        let cells: [Cell]

        /// - Parameter total: agreement, time, tokens and cost on all traces, in words.
        package init(policy: String, total: String, cells: [Cell]) {
            (self.policy, self.total, self.cells) = (policy, total, cells)
        }
    }

    private let traces: [String]
    private let columns: [Column]
    private let comparisons: [[String]]

    /// - Parameters:
    ///   - traces: the rows, as each column has its cells.
    ///   - comparisons: how each further policy compares with the first, in lines.
    package init(traces: [String], columns: [Column], comparisons: [[String]]) {
        (self.traces, self.columns, self.comparisons) = (traces, columns, comparisons)
    }

    /// The page's source.
    package var html: String {
        ReportPage(title: "Policies on recorded steps", styles: Self.styles, body: matrix + compared + details).html
    }

    private static let styles = """
        td { vertical-align: top; } th { text-align: right; } small { opacity: .75; }
        .all { color: light-dark(#1b7f4b, #5fd396); } .some { color: light-dark(#8a5a00, #ffc95c); }
        .none { color: light-dark(#b3202f, #ff6b78); } .steps td { text-align: left; }

        """

    private var head: String { columns.map { "<th scope=\"col\">\($0.policy.escaped)</th>" }.joined() }

    private var matrix: String {
        var rows = ["<tr><th scope=\"col\">trace</th>\(head)</tr>"]
        for (index, trace) in traces.enumerated() {
            let cells = columns.map { $0.cells.indices.contains(index) ? $0.cells[index].html : "<td></td>" }.joined()
            rows.append("<tr><td><a href=\"#trace-\(index)\">\(trace.escaped)</a></td>\(cells)</tr>")
        }
        let totals = columns.map { "<td>\($0.total.escaped)</td>" }.joined()
        rows.append("<tr><td>all</td>\(totals)</tr>")
        return "<table>\(rows.joined(separator: "\n"))</table>\n"
    }

    private var compared: String {
        comparisons.map { lines in
            "<pre>\(lines.filter { !$0.isEmpty }.joined(separator: "\n").escaped)</pre>\n"
        }.joined()
    }

    /// The steps of each trace, with what each policy decided.
    private var details: String {
        traces.enumerated().map { index, trace in
            let cells = columns.compactMap { $0.cells.indices.contains(index) ? $0.cells[index] : nil }
            let steps = (cells.first?.steps ?? []).map { step in
                let decided = cells.map { cell in
                    cell.steps.first { $0.step == step.step }.map(Self.html(of:)) ?? "<td>not asked</td>"
                }.joined()
                return "<tr><td>\(step.step)</td><td>\(step.recorded.escaped)</td>\(decided)</tr>"
            }
            let losses = Set(cells.flatMap(\.losses)).sorted().map { "<p>INCOMPLETE: \($0.escaped)</p>" }.joined()
            return "<h2 id=\"trace-\(index)\">\(trace.escaped)</h2>\(losses)\n<table class=\"steps\">"
                + "<tr><th scope=\"col\">step</th><th scope=\"col\">recorded</th>\(head)</tr>\n"
                + "\(steps.joined(separator: "\n"))</table>\n"
        }.joined()
    }

    private static func html(of step: StepAgreement) -> String {
        guard !step.agrees else { return "<td class=\"all\">agrees</td>" }
        return "<td class=\"none\">\(step.decided.escaped)<br><small>\(step.detail.escaped)</small></td>"
    }
}

extension PolicyPage.Cell {
    /// Agreement in numbers and colour.
    fileprivate var html: String {
        let agreed = steps.count(where: \.agrees)
        let kind = agreed == steps.count ? "all" : agreed == 0 ? "none" : "some"
        let share = steps.isEmpty ? 0 : Int((100 * Double(agreed) / Double(steps.count)).rounded())
        return
            "<td><b class=\"\(kind)\">\(agreed) of \(steps.count)</b> (\(share) %)<br><small>\(measure.escaped)</small></td>"
    }
}
