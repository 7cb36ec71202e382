import Agents
import Evaluation
import Foundation
import Policies
import Sessions
import Traces

/// Asks a policy about each step of traces; nothing is executed, and no display is needed.
struct PolicyReplays: Sendable {
    private let traces: [NamedTrace]
    private let maker: PolicyMaker
    private let progress: ProgressLine

    init(_ traces: [NamedTrace], _ maker: PolicyMaker, isQuiet: Bool) {
        self.traces = traces
        self.maker = maker
        progress = ProgressLine(isQuiet: isQuiet)
    }

    private struct Result: Encodable {
        let trace: String
        let policy: String
        /// The share of the steps on which it agrees.
        let agreement: Double
        let seconds: Double
        let steps: [StepAgreement]
        /// What of the trace is lost and was not asked about.
        let losses: [String]
    }

    func run() async throws -> ReplayResults {
        var results: [Result] = []
        for named in traces {
            progress.show("asking \(maker.name) about \(named.path)", isLast: false)
            let start = ContinuousClock.now
            let scratch = try GuardedFolder("deskhand-replay")
            defer { scratch.remove() }
            let work = try RecordedWork(named.trace, name: named.path, in: scratch.url.appending(path: "task"))
            let steps = try await named.trace.agreement(of: try policy(for: work))
            guard !steps.isEmpty else { throw ReplayError.noSteps(trace: named.path) }
            let seconds = (start.duration(to: .now) / .milliseconds(10)).rounded() / 100
            let share = Double(steps.count(where: \.agrees)) / Double(steps.count)
            results.append(
                Result(
                    trace: named.path, policy: "\(maker.name)", agreement: share, seconds: seconds, steps: steps,
                    losses: named.damage))
        }
        let suites = results.map { JUnitReport.Suite($0.steps, of: $0.trace, seconds: $0.seconds) }
        let isSame = results.allSatisfy { $0.steps.allSatisfy(\.agrees) }
        return ReplayResults(
            text: results.map(Self.table), results, suites: suites,
            status: !isSame ? .failed : results.allSatisfy(\.losses.isEmpty) ? .done : .couldNotRun)
    }

    /// A record answers for the same step; other policies are made as for a run.
    private func policy(for work: RecordedWork) throws -> any Policy {
        if let folder = maker.name.replayedTrace {
            return RecordedDecisions(try Trace(folder: folder), name: "\(maker.name)")
        }
        if maker.name == .script, work.script == nil { throw EvaluationError.noScript(task: work.task.id) }
        return try maker.policy(script: work.script, pictures: work.task.folder, seed: nil)
    }

    private static func table(_ result: Result) -> String {
        let rows = result.steps.map { step in
            let mark = step.agrees ? "agrees " : "differs"
            let recorded = "  \(mark) \(step.step)  \(step.recorded)"
            let lines = step.agrees ? [recorded] : [recorded, "          \(step.decided)", "          \(step.detail)"]
            return lines.map { $0.replacing("\n", with: "\\n") }.joined(separator: "\n")
        }
        let same = result.steps.count(where: \.agrees)
        let head = "\(result.trace): \(result.policy) agrees on \(same) of \(result.steps.count) steps"
        return ([head] + rows + result.losses.map { "  INCOMPLETE: \($0)" }).joined(separator: "\n")
    }
}
