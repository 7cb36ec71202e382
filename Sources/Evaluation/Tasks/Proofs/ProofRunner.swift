package import Agents
package import Foundation

/// Tests every promise of tasks, each in a separate session, several concurrently.
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

    /// Creates a runner that keeps traces in `folder` and runs `parallel` sessions at once.
    package init(
        in folder: URL, parallel: Int = 1, repetitions: Int = 1, keepsAll: Bool = true, attempt: @escaping Attempt
    ) {
        self.attempt = attempt
        self.folder = folder
        self.parallel = max(1, parallel)
        self.repetitions = max(1, repetitions)
        self.keepsAll = keepsAll
    }

    /// Receives each finding, with the number done and the total.
    package typealias Progress = (_ task: String, _ finding: TaskProof.Finding, _ done: Int, _ of: Int) -> Void

    /// Tries everything. When the task is cancelled, what was not begun is left out.
    ///
    /// - Throws: ``ScriptError`` for a script that cannot be filled in, `CancellationError`.
    package func prove(_ tasks: [DesktopTask], progress: Progress = { _, _, _, _ in }) async throws -> ProofReport {
        var proofs = tasks.map { task in
            TaskProof(
                task: task.id, file: task.file.path, difficulty: task.settings.difficulty,
                findings: task.missingPromises.map(TaskProof.Finding.init(missing:)))
        }
        let jobs = try self.jobs(of: tasks)
        var done = 0
        let findings = try await WorkerPool(workers: parallel).results(
            of: jobs, work: { await finding(of: $0, for: tasks[$0.task]) },
            finished: { job, finding in
                done += 1
                progress(tasks[job.task].id, finding, done, jobs.count)
            })
        try Task.checkCancellation()
        for (job, finding) in zip(jobs, findings) {
            if let finding { proofs[job.task].findings.append(finding) }
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
        let name = "\(TaskFolderName.of(task.id))/\(job.promise.kind.folderName)-\(job.repetition)"
        var trace = folder.appending(path: name)
        var result = await attempt(task, job.promise.script, trace)
        for again in 1...Self.retries where result.isWorthRepeating && !Task.isCancelled {
            trace = folder.appending(path: "\(name)-again-\(again)")
            result = await attempt(task, job.promise.script, trace)
        }
        var finding = TaskProof.Finding(job.promise, repetition: job.repetition, result: result, trace: trace)
        if finding.verdict == .kept, !keepsAll {
            try? FileManager.default.removeItem(at: trace)
            finding.trace = nil
        }
        return finding
    }
}

extension TaskResult {
    /// Whether it could not be run for a reason that may pass.
    fileprivate var isWorthRepeating: Bool {
        switch outcome {
        case .passed, .done, .failed: false
        case .notEvaluated(_, let cause): cause.map { isTransient($0, during: .session) } ?? false
        }
    }
}

extension Promise.Kind {
    /// A name that every file system takes.
    fileprivate var folderName: String {
        description.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
    }
}
