import Agents
import Foundation
import Traces

/// What was found out about one task's promises.
package struct TaskProof: Sendable, Codable {
    let task: String
    let file: String
    let difficulty: TaskSettings.Difficulty?
    /// One for each promise and repetition, and one for each that is missing.
    var findings: [Finding]

    /// What one attempt at one promise showed.
    package struct Finding: Sendable, Codable {
        /// Whether a promise was kept.
        package enum Verdict: String, Sendable, Codable {
            case kept, broken
            case notEvaluated = "not_evaluated"
        }

        /// Such as `near miss 'saved under another name'`.
        package let promise: String
        /// Which repetition, from 1.
        let repetition: Int
        /// Whether the promise was kept.
        package let verdict: Verdict
        /// Why, in words.
        package let reason: String
        /// Wall time of the attempt, in seconds.
        package let seconds: Double
        let steps: Int?
        /// The folder of its trace, where that was kept.
        var trace: String?
        /// The last lines of what each program printed, where the promise was not kept.
        var printed: [String]?
    }

    /// The worst of its findings.
    var verdict: Finding.Verdict {
        if findings.contains(where: { $0.verdict == .broken }) { return .broken }
        return findings.contains { $0.verdict == .notEvaluated } ? .notEvaluated : .kept
    }
}

extension TaskProof.Finding {
    /// A promise that a task does not even make.
    init(missing: String) {
        self.init(
            promise: "promises", repetition: 1, verdict: .broken, reason: missing, seconds: 0, steps: nil, trace: nil)
    }

    /// What a run says.
    init(_ promise: Promise, repetition: Int, result: TaskResult, trace: URL) {
        let (verdict, reason): (Verdict, String) =
            switch promise.verdict(on: result) {
            case .kept(let reason): (.kept, reason)
            case .broken(let reason): (.broken, reason)
            case .notEvaluated(let reason): (.notEvaluated, reason)
            }
        self.init(
            promise: promise.kind.description, repetition: repetition, verdict: verdict, reason: reason,
            seconds: (result.duration / .milliseconds(10)).rounded() / 100, steps: result.end?.steps,
            trace: FileManager.default.fileExists(atPath: trace.path) ? trace.path : nil,
            printed: verdict == .kept ? nil : (try? Trace(folder: trace.path))?.lastPrinted())
    }
}

/// What was found out about all tasks of a folder.
package struct ProofReport: Sendable, Codable {
    let tasks: [TaskProof]

    /// The number of findings with a verdict, over all tasks.
    package func count(_ verdict: TaskProof.Finding.Verdict) -> Int {
        tasks.reduce(0) { $0 + $1.findings.count { $0.verdict == verdict } }
    }
}
