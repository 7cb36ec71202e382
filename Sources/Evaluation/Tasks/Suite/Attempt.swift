import Agents
package import Foundation
import Traces

/// One attempt at one task of a suite.
struct Attempt: Sendable {
    let task: SuiteTask
    /// Which of the task's attempts, from 1.
    let number: Int
    /// How often it was made before, without a result.
    var earlier = 0

    var key: String { AttemptRecord(task: task.id, attempt: number, outcome: .passed).key }

    /// Where its trace goes in the folder of the results, whatever characters the task's id has.
    var trace: String { "traces/\(TaskFolderName.of(task.id))/\(number)\(earlier > 0 ? "-again\(earlier)" : "")" }
}

/// Says what a task is run with, given the number of the attempt, from 1, and the folder for its trace. What it throws
/// makes the task not evaluated.
package typealias PartsMaker = @Sendable (DesktopTask, Int, URL) throws -> TaskRun.Parts

/// What became of an attempt.
enum AttemptEnd: Sendable {
    case recorded(AttemptRecord)
    /// Nothing is left of it.
    case interrupted
    /// Every other attempt would end with the same; its trace is left.
    case stopped(any CommonFault)
}

/// Makes attempts, and retries them after transient errors.
struct AttemptRunner: Sendable {
    /// The folder of the results.
    let folder: ResultFolder
    /// How often an attempt is made again.
    let retries: Int
    let parts: PartsMaker

    func run(_ attempt: Attempt) async -> AttemptEnd {
        guard let task = attempt.task.task, attempt.task.faults.isEmpty else {
            return .recorded(attempt.unsupported(attempt.task.faults.joined(separator: "; ")))
        }
        var troubles: [AttemptTrouble] = []
        while true {
            var (record, isTransient, fault) = await tryOnce(task, attempt)
            if record.outcome == .notEvaluated, Task.isCancelled {
                // What cannot be removed now is when the command goes on.
                try? folder.removeClaimed(attempt.trace)
                return .interrupted
            }
            if record.outcome == .notEvaluated, let fault { return .stopped(fault) }
            guard isTransient, troubles.count < retries, let cause = record.cause else {
                record.troubles = troubles
                return .recorded(record)
            }
            let kept = keep(record.trace, as: "\(attempt.trace)-try\(troubles.count + 1)")
            troubles.append(AttemptTrouble(cause: cause, reason: record.reason, seconds: record.seconds, trace: kept))
        }
    }

    private func tryOnce(
        _ task: DesktopTask, _ attempt: Attempt
    ) async -> (AttemptRecord, isTransient: Bool, (any CommonFault)?) {
        let trace = folder.url.appending(path: attempt.trace)
        let meter = AttemptMeter()
        do {
            let parts = meter.watching(claiming(attempt.trace, try parts(task, attempt.number, trace)))
            let result = await TaskRun(task, parts: parts).run()
            let reading = meter.reading
            var record = attempt.record(result, reading)
            if reading.hasTrace, let header = (try? Trace(folder: trace.path))?.header {
                record.trace = attempt.trace
                record.environment = AttemptEnvironment(header)
            }
            guard case .notEvaluated(_, let cause?) = result.outcome else { return (record, false, nil) }
            return (record, isTransient(cause, during: reading.phase), reading.commonFault)
        } catch {
            let record = attempt.unsupported("\(error)", cause: AttemptCause(error, during: .setUp))
            return (record, false, error.commonFault)
        }
    }

    /// The same parts, whose trace carries the mark of these results before anything else is in its folder.
    private func claiming(_ trace: String, _ parts: TaskRun.Parts) -> TaskRun.Parts {
        var claiming = parts
        claiming.openLog = { session in
            try folder.claim(trace)
            return try await parts.openLog(session)
        }
        return claiming
    }

    /// Moves the trace of a try that came to nothing out of the way.
    private func keep(_ trace: String?, as name: String) -> String? {
        guard let trace else { return nil }
        do {
            try FileManager.default.moveItem(
                at: folder.url.appending(path: trace), to: folder.url.appending(path: name))
            return name
        } catch {
            try? folder.removeClaimed(trace)
            return nil
        }
    }
}

extension Attempt {
    /// The record of a task that is not run at all.
    fileprivate func unsupported(_ reason: String, cause: AttemptCause = .unsupported) -> AttemptRecord {
        var record = AttemptRecord(task: task.id, attempt: number, outcome: .notEvaluated)
        record.reason = reason
        record.cause = cause
        return record
    }

    fileprivate func record(_ result: TaskResult, _ reading: AttemptMeter.Reading) -> AttemptRecord {
        var record = AttemptRecord(task: task.id, attempt: number, outcome: .passed)
        switch result.outcome {
        case .passed(let score): record.score = score
        case .done:
            (record.outcome, record.reason, record.cause) = (.notEvaluated, TaskOutcome.unchecked, .check)
        case .failed(let score, let reason):
            record.outcome = .failed
            (record.score, record.reason) = (score, reason)
            record.cause =
                result.hasCrashed
                ? .crash
                : AttemptCause(result.end?.reason, hasSideEffect: reason.hasPrefix("forbidden side effect"))
        case .notEvaluated(let reason, let cause):
            record.outcome = .notEvaluated
            record.reason = reason
            record.cause = cause.map { AttemptCause($0, during: reading.phase) } ?? .check
        }
        // A session's name is made up anew each time, and would tell equal results apart.
        record.reason = record.reason.withoutSessionNames
        if !result.checks.isEmpty { record.checks = result.checks.map(\.withoutSessionNames) }
        record.steps = result.end?.steps
        record.seconds = (result.duration / .seconds(1)).inMilliseconds
        record.phases = Dictionary(
            reading.seconds.map { ($0.key.rawValue, $0.value.inMilliseconds) }, uniquingKeysWith: +)
        record.promptTokens = reading.promptTokens
        record.answerTokens = reading.answerTokens
        record.cachedTokens = reading.cachedTokens
        record.cost = reading.cost
        return record
    }
}

extension Double {
    /// Seconds to three decimals, as records have them.
    fileprivate var inMilliseconds: Double { (self * 1000).rounded() / 1000 }
}

extension String {
    fileprivate var withoutSessionNames: String { replacing(/deskhand-session-[0-9a-f]+/, with: "deskhand-session") }
}

extension CheckFinding {
    fileprivate var withoutSessionNames: CheckFinding {
        CheckFinding(
            check: check, score: score, expected: expected.withoutSessionNames, found: found.withoutSessionNames,
            difference: difference.withoutSessionNames)
    }
}
