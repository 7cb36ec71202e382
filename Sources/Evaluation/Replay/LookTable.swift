/// What became of traces under looks: a table of trace and look.
package struct LookTable: Sendable {
    private let reports: [ReplayReport]

    /// - Parameter reports: those of all traces under all looks, one each.
    package init(_ reports: [ReplayReport]) { self.reports = reports }

    /// What became of a trace under a look.
    package enum Cell: String, Hashable, Codable, Sendable {
        case same, healed
        /// The recorded end was reached, and a screen was not as recorded.
        case differs
        /// The recorded end was not reached.
        case diverged
        case notReplayed = "not replayed"
        case notAvailable = "not available"

        init(_ report: ReplayReport) {
            self =
                switch report.verdict {
                case .same: .same
                case .healed: .healed
                case .diverged: report.hasReachedEnd ? .differs : .diverged
                case .notReplayed: .notReplayed
                case .notAvailable: .notAvailable
                }
        }

        /// One character, for a narrow column.
        var sign: String {
            switch self {
            case .same: "="
            case .healed: "h"
            case .differs: "d"
            case .diverged: "X"
            case .notReplayed: "?"
            case .notAvailable: "-"
            }
        }

        fileprivate static let legend =
            "= as recorded, h healed, d reached the end with other screens, X did not reach it, - not available, ? not replayed"
    }

    /// The names of the looks, in their order.
    private var looks: [String] {
        reports.compactMap(\.look).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
    private var traces: [String] { reports.map(\.trace).reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }

    /// The table as text: a row for each look, a column for each trace, and how many reached the recorded end.
    package var text: String {
        let traces = traces
        let width = looks.map(\.count).max() ?? 0
        let columns = traces.indices.map { "\($0 + 1)" }
        let rows = looks.map { look in
            let cells = zip(columns, traces).map { number, trace in
                let report = reports.first { $0.look == look && $0.trace == trace }
                return (report.map { Cell($0).sign } ?? " ").padded(to: number.count)
            }
            return "\(look.padded(to: width))  \(cells.joined(separator: "  "))"
        }
        let head = "\("".padded(to: width))  \(columns.joined(separator: "  "))"
        let names = zip(columns, traces).map { "\($0): \($1)" }
        return (names + [head] + rows + [Cell.legend, summary]).joined(separator: "\n")
    }

    /// Such as `57 of 60 replays reached the recorded end (41 as recorded, 14 healed), 2 looks not available`.
    package var summary: String {
        let cells = reports.map(Cell.init)
        func count(_ cell: Cell) -> Int { cells.count { $0 == cell } }
        let made = cells.count { $0 != .notAvailable }
        let reached = count(.same) + count(.healed) + count(.differs)
        let parts = [
            "\(count(.same)) as recorded, \(count(.healed)) healed", "\(count(.differs)) with other screens",
        ]
        return "\(reached) of \(made) replays reached the recorded end (\(parts.joined(separator: ", "))); "
            + "\(count(.notAvailable)) not available here"
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
