import Agents
import Foundation

/// Tries every promise of tasks, each in a session of its own, several at a time.
package struct ProofRunner: Sendable {
    /// Runs a task with a script and leaves the trace in a folder.
    package typealias Attempt = @Sendable (DesktopTask, Script, URL) async -> TaskResult

    /// One promise to try once.
    private struct Job: Sendable {
        let task: Int
        let promise: Promise
        let repetition: Int
    }

    /// How often what could not be run is tried again.
    private static let retries = 2

    private let attempt: Attempt
    /// Where the traces go.
    private let folder: URL
    private let parallel: Int
    private let repetitions: Int
    /// Whether traces of promises that hold are kept too.
    private let keepsAll: Bool

    package init(
        in folder: URL, parallel: Int = 1, repetitions: Int = 1, keepsAll: Bool = true, attempt: @escaping Attempt
    ) {
        self.attempt = attempt
        self.folder = folder
        self.parallel = max(1, parallel)
        self.repetitions = max(1, repetitions)
        self.keepsAll = keepsAll
    }

    /// Tries everything; a cancelled task tries nothing more, and the rest is not evaluated.
    ///
    /// - Parameter progress: is told of each finding, with how many there are and will be.
    /// - Throws: ``ScriptError`` for a script that cannot be filled in.
    package func prove(
        _ tasks: [DesktopTask],
        progress: @Sendable (_ task: String, _ finding: TaskProof.Finding, _ done: Int, _ of: Int) -> Void = {
            _, _, _, _ in
        }
    ) async throws -> ProofReport {
        var proofs = tasks.map { task in
            TaskProof(
                task: task.id, file: task.file.path, difficulty: task.settings.difficulty,
                findings: task.missingPromises.map(TaskProof.Finding.init(missing:)))
        }
        let jobs = try self.jobs(of: tasks)
        var results: [Int: TaskProof.Finding] = [:]
        await withTaskGroup(of: (Int, TaskProof.Finding).self) { group in
            var waiting = jobs.indices.makeIterator()
            func start() {
                guard let index = waiting.next() else { return }
                group.addTask { (index, await self.finding(of: jobs[index], for: tasks[jobs[index].task])) }
            }
            for _ in 0..<parallel { start() }
            for await (index, finding) in group {
                results[index] = finding
                progress(tasks[jobs[index].task].id, finding, results.count, jobs.count)
                start()
            }
        }
        for (index, job) in jobs.enumerated() {
            if let finding = results[index] { proofs[job.task].findings.append(finding) }
        }
        return ProofReport(tasks: proofs)
    }

    private func jobs(of tasks: [DesktopTask]) throws -> [Job] {
        var jobs: [Job] = []
        for (index, task) in tasks.enumerated() {
            for promise in try task.promises() {
                jobs += (1...repetitions).map { Job(task: index, promise: promise, repetition: $0) }
            }
        }
        return jobs
    }

    private func finding(of job: Job, for task: DesktopTask) async -> TaskProof.Finding {
        var retries = Self.retries
        while true {
            let trace = folder.appending(
                path:
                    "\(task.id)/\(job.promise.kind.folderName)-\(job.repetition)\(retries < Self.retries ? "-again\(Self.retries - retries)" : "")"
            )
            let result = await attempt(task, job.promise.script, trace)
            var finding = TaskProof.Finding(job.promise, repetition: job.repetition, result: result, trace: trace)
            if finding.verdict == .notEvaluated, retries > 0, !Task.isCancelled {
                retries -= 1
                continue
            }
            if finding.verdict == .kept, !keepsAll {
                try? FileManager.default.removeItem(at: trace)
                finding.trace = nil
            }
            return finding
        }
    }
}

extension Promise.Kind {
    /// A name that every file system takes.
    fileprivate var folderName: String {
        description.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
