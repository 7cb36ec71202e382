import Agents
import Evaluation
import Foundation
import ModelServers
import Policies
import Sessions
import Traces

/// Asks policies about each step of traces; nothing is executed, and no display is needed.
struct PolicyReplays: Sendable {
    private let traces: [NamedTrace]
    private let makers: [PolicyMaker]
    private let progress: ProgressLine
    /// Whether a page is written.
    private let hasPage: Bool

    init(_ traces: [NamedTrace], _ makers: [PolicyMaker], isQuiet: Bool, hasPage: Bool = false) {
        self.hasPage = hasPage
        self.traces = traces
        self.makers = makers
        progress = ProgressLine(isQuiet: isQuiet)
    }

    func run() async throws -> ReplayResults {
        var rows: [[PolicyMatrix.Cell]] = []
        for maker in makers {
            var row: [PolicyMatrix.Cell] = []
            for named in traces { row.append(try await cell(named, maker)) }
            rows.append(row)
        }
        let cells = rows.flatMap(\.self)
        let isMatrix = makers.count > 1
        let suites = cells.map {
            JUnitReport.Suite($0.steps, of: isMatrix ? "\($0.trace) \($0.policy)" : $0.trace, seconds: $0.seconds)
        }
        let isSame = cells.allSatisfy { $0.steps.allSatisfy(\.agrees) }
        let status: ExitStatus = !isSame ? .failed : cells.allSatisfy(\.losses.isEmpty) ? .done : .couldNotRun
        let text = cells.map(Self.table)
        let matrix = PolicyMatrix(cells: rows)
        let page = hasPage ? matrix.page : nil
        guard isMatrix else { return ReplayResults(text: text, cells, suites: suites, status: status, page: page) }
        return ReplayResults(text: text + matrix.summary, matrix.report, suites: suites, status: status, page: page)
    }

    private func cell(_ named: NamedTrace, _ maker: PolicyMaker) async throws -> PolicyMatrix.Cell {
        progress.show("asking \(maker.name) about \(named.path)", isLast: false)
        let (start, before) = (ContinuousClock.now, maker.account?.usage)
        let scratch = try GuardedFolder("deskhand-replay")
        defer { scratch.remove() }
        let work = try RecordedWork(named.trace, name: named.path, in: scratch.url.appending(path: "task"))
        let (steps, whole) = try await agreement(on: named.trace, work, of: maker)
        guard !steps.isEmpty else { throw ReplayError.noSteps(trace: named.path) }
        let usage = maker.account.flatMap { account in before.map { account.usage - $0 } }
        return PolicyMatrix.Cell(
            trace: named.path, policy: "\(maker.name)",
            agreement: steps.share, seconds: (start.duration(to: .now) / .milliseconds(10)).rounded() / 100,
            usage: usage, steps: steps, whole: whole, losses: named.damage)
    }

    private func agreement(
        on trace: Trace, _ work: RecordedWork, of maker: PolicyMaker
    ) async throws -> ([StepAgreement], PolicyMatrix.Whole?) {
        let policy = try policy(of: maker, for: work)
        guard maker.seesChanges else { return (try await trace.agreement(of: policy), nil) }
        let whole = try maker.policy(script: work.script, pictures: work.task.folder, seed: nil, see: .whole)
        let found = try await trace.agreement(of: policy, beside: whole)
        return (
            found.policy,
            PolicyMatrix.Whole(agreement: found.first.share, same: found.together.share, steps: found.together)
        )
    }

    /// A record answers for the same step; other policies are made as for a run.
    private func policy(of maker: PolicyMaker, for work: RecordedWork) throws -> any Policy {
        if let folder = maker.name.replayedTrace {
            return RecordedDecisions(try Trace(folder: folder), name: "\(maker.name)")
        }
        if maker.name == .script, work.script == nil { throw EvaluationError.noScript(task: work.task.id) }
        return try maker.policy(script: work.script, pictures: work.task.folder, seed: nil)
    }

    private static func table(_ result: PolicyMatrix.Cell) -> String {
        let rows = result.steps.map { step in
            let mark = step.agrees ? "agrees " : "differs"
            let recorded = "  \(mark) \(step.step)  \(step.recorded)"
            let lines = step.agrees ? [recorded] : [recorded, "          \(step.decided)", "          \(step.detail)"]
            return lines.map { $0.replacing("\n", with: "\\n") }.joined(separator: "\n")
        }
        let head = "\(result.trace): \(result.policy) agrees on \(result.agreed) of \(result.steps.count) steps"
        let whole = result.whole.map { whole in
            "  shown whole screenshots it agrees on \(Int((whole.agreement * 100).rounded())) % of them; "
                + "shown changes it decides the same on \(whole.steps.count(where: \.agrees)) of \(whole.steps.count)"
        }
        return ([head] + [whole].compactMap(\.self) + rows + result.losses.map { "  INCOMPLETE: \($0)" }).joined(
            separator: "\n")
    }
}

extension [StepAgreement] {
    /// The share of the steps on which both agree; 0 where there is none.
    fileprivate var share: Double { isEmpty ? 0 : Double(count(where: \.agrees)) / Double(count) }
}
