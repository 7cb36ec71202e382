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
        /// The same with whole screenshots, where the policy's model is shown only what has changed.
        let whole: Whole?
        /// What of the trace is lost and was not asked about.
        let losses: [String]
    }

    /// What the same model decides when it is shown whole screenshots.
    private struct Whole: Encodable {
        /// The share of the steps on which it agrees with the record.
        let agreement: Double
        /// The share of the steps on which both decide the same.
        let same: Double
        /// How the decisions differ from those with whole screenshots, step by step.
        let steps: [StepAgreement]
    }

    func run() async throws -> ReplayResults {
        var results: [Result] = []
        for named in traces {
            progress.show("asking \(maker.name) about \(named.path)", isLast: false)
            let start = ContinuousClock.now
            let scratch = try GuardedFolder("deskhand-replay")
            defer { scratch.remove() }
            let work = try RecordedWork(named.trace, name: named.path, in: scratch.url.appending(path: "task"))
            let (steps, whole) = try await agreement(on: named.trace, work)
            guard !steps.isEmpty else { throw ReplayError.noSteps(trace: named.path) }
            let seconds = (start.duration(to: .now) / .milliseconds(10)).rounded() / 100
            results.append(
                Result(
                    trace: named.path, policy: "\(maker.name)", agreement: steps.share, seconds: seconds, steps: steps,
                    whole: whole, losses: named.damage))
        }
        let suites = results.map { JUnitReport.Suite($0.steps, of: $0.trace, seconds: $0.seconds) }
        let isSame = results.allSatisfy { $0.steps.allSatisfy(\.agrees) }
        return ReplayResults(
            text: results.map(Self.table), results, suites: suites,
            status: !isSame ? .failed : results.allSatisfy(\.losses.isEmpty) ? .done : .couldNotRun)
    }

    private func agreement(on trace: Trace, _ work: RecordedWork) async throws -> ([StepAgreement], Whole?) {
        guard maker.seesChanges else { return (try await trace.agreement(of: try policy(for: work)), nil) }
        let whole = try maker.policy(script: work.script, pictures: work.task.folder, seed: nil, see: .whole)
        let found = try await trace.agreement(of: try policy(for: work), beside: whole)
        return (
            found.policy,
            Whole(agreement: found.first.share, same: found.together.share, steps: found.together)
        )
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
