import Agents
import Evaluation
import Foundation
import Interaction
import ModelServers
import Traces

/// What a run prints at its end.
struct RunReport: Encodable {
    let task: String
    let outcome: String
    let reason: String
    let score: Double?
    let steps: Int?
    let seconds: Double
    let trace: String
    let answer: String?
    /// What each check found.
    let checks: [CheckFinding]
    /// The last lines of what each program printed, for a run that failed.
    var printed: [String]?
    /// What the answers of a model behind a server took.
    var model: ModelUsage?
    private let cause: (any Error)?
    private let hasLeftPlan: Bool

    private enum CodingKeys: String, CodingKey {
        case task, outcome, reason, score, steps, seconds, trace, answer, checks, printed, model
    }

    init(_ result: TaskResult, trace: String) {
        task = result.task
        outcome = result.outcome.name
        steps = result.end?.steps
        seconds = (result.duration / .milliseconds(10)).rounded() / 100
        self.trace = trace
        checks = result.checks
        if case .finished(.outsidePlan)? = result.end?.reason { hasLeftPlan = true } else { hasLeftPlan = false }
        if case .finished(.success(let answer))? = result.end?.reason { self.answer = answer } else { answer = nil }
        if case .failed = result.outcome { printed = (try? Trace(folder: trace))?.lastPrinted() }
        switch result.outcome {
        case .passed(let score): (self.score, reason, cause) = (score, "", nil)
        case .done: (score, reason, cause) = (nil, TaskOutcome.unchecked, nil)
        case .failed(let score, let reason): (self.score, self.reason, cause) = (score, reason, nil)
        case .notEvaluated(let reason, let cause): (score, self.reason, self.cause) = (nil, reason, cause)
        }
    }

    /// A warning for a trace that is to be replayed later.
    var warning: String? {
        guard outcome != "passed", outcome != "done", FileManager.default.fileExists(atPath: trace) else { return nil }
        return "the trace is of a run that did not pass; a replay that ends likewise is 'as recorded, which was: "
            + "\(outcome.replacing("_", with: " "))'"
    }

    var status: ExitStatus {
        switch outcome {
        case "passed", "done": .done
        case "failed": hasLeftPlan ? .outsidePlan : .failed
        default: cause.map { ExitStatus(for: $0) } ?? .couldNotRun
        }
    }

    var text: String {
        let why = TerminalText.line(reason)
        let joint = outcome == "done" ? ", " : ": "
        let head = "\(outcome.replacing("_", with: " "))\(why.isEmpty ? "" : joint + why)"
        let measure = steps.map { "\($0) step\($0 == 1 ? "" : "s") in \(seconds) s" } ?? "\(seconds) s"
        let seen = FileManager.default.fileExists(atPath: trace) ? "\ntrace: \(trace)" : ""
        let warning = warning.map { "\nwarning: \($0)" } ?? ""
        let said = answer.map { "\nanswer: \(TerminalText.line($0))" } ?? ""
        let used = model.map { "\nmodel: \($0.text)" } ?? ""
        let printed = (printed ?? []).indented.map { "\n" + $0 }.joined()
        return "\(head) (\(measure))\(differences)\(printed)\(said)\(used)\(seen)\(warning)"
    }

    /// The differences between expected and found, below the line with the outcome.
    private var differences: String {
        checks.filter { ($0.score ?? 0) < 1 }.flatMap { $0.difference.split(separator: "\n") }
            .map { "\n  \(TerminalText.line(String($0)))" }.joined()
    }

    var json: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }
}
