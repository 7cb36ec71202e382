package import Foundation

/// A suite of tasks, attempted several times each, some concurrently, each in a separate session.
///
/// Repeated with the same settings and folder, it goes on where it was broken off; what has a record is not run again.
package struct SuiteRun: Sendable {
    private let suite: TaskSuite
    private let header: SuiteHeader
    private let folder: URL
    private let pool: WorkerPool
    private let retries: Int
    private let parts: PartsMaker
    private let repeatsNotEvaluated: Bool

    /// - Parameters:
    ///   - folder: where `attempts.jsonl` and `traces` are kept; made when it is not there.
    ///   - parallel: how many attempts are made at the same time.
    ///   - retries: maximum retries of an attempt after an infrastructure failure.
    ///   - repeatsNotEvaluated: whether what has a record without a result is run again.
    package init(
        _ suite: TaskSuite, header: SuiteHeader, in folder: URL, parallel: Int = 1, retries: Int = 2,
        repeatsNotEvaluated: Bool = false,
        parts: @escaping PartsMaker
    ) {
        self.suite = suite
        self.header = header
        self.folder = folder
        pool = WorkerPool(workers: parallel)
        self.retries = retries
        self.parts = parts
        self.repeatsNotEvaluated = repeatsNotEvaluated
    }

    /// Makes the attempts that have not been made, and gives the results of all.
    ///
    /// - Parameters:
    ///   - resumed: called when results are there already, with their number and that of all.
    ///   - progress: called after each attempt.
    /// - Throws: ``RunFolderError``, `CancellationError`, or a ``CommonFault`` that every attempt would end with; those that
    ///   were being made then have no record.
    package func run(
        resumed: (_ known: Int, _ all: Int) -> Void = { _, _ in }, progress: (SuiteProgress) -> Void = { _ in }
    ) async throws -> SuiteResults {
        let name = "attempts.jsonl"
        let results = try ResultFolder(at: folder, knownBy: name)
        let runner = AttemptRunner(folder: results, retries: retries, parts: parts)
        var log = try RunLog<SuiteHeader, AttemptRecord>(name, in: results, settings: header)
        let open = attempts.compactMap { attempt -> Attempt? in
            guard let record = log.records[attempt.key] else { return attempt }
            guard repeatsNotEvaluated, record.outcome == .notEvaluated else { return nil }
            var again = attempt
            again.earlier = 1 + log.superseded.count { $0.key == attempt.key }
            return again
        }
        let begun = Set(open.map(\.key))
        let known = log.records.values.filter { !begun.contains($0.key) }
        try removeTraces(in: results, unknownTo: log.records.values + log.superseded)
        if !known.isEmpty { resumed(known.count, attempts.count) }
        var state = SuiteProgress(all: attempts.count, pending: open.count, known: known.map(\.outcome))
        var recorded = 0
        _ = try await pool.results(of: open, work: runner.run) { _, end in
            switch end {
            case .recorded(let record):
                try log.append(record)
                recorded += 1
                state.add(record.outcome)
                progress(state)
            case .interrupted: return
            case .stopped(let fault): throw fault
            }
        }
        guard recorded == open.count else { throw CancellationError() }
        return SuiteResults(header: header, tasks: suite.tasks, records: attemptsInOrder(of: log.records))
    }

    /// All tasks once, then all once more, so that an early look shows all of them.
    private var attempts: [Attempt] {
        (1...header.repeats).flatMap { number in suite.tasks.map { Attempt(task: $0, number: number) } }
    }

    private func attemptsInOrder(of records: [String: AttemptRecord]) -> [AttemptRecord] {
        suite.tasks.flatMap { task in
            (1...header.repeats).compactMap { records[Attempt(task: task, number: $0).key] }
        }
    }

    /// Removes what an attempt left that was broken off before its record was written: nothing without the mark of these
    /// results.
    private func removeTraces(in results: ResultFolder, unknownTo records: [AttemptRecord]) throws {
        let kept = Set(records.flatMap { [$0.trace] + $0.troubles.map(\.trace) }.compactMap(\.self))
        for task in try results.names(in: "traces") {
            for number in try results.names(in: "traces/\(task)") where !kept.contains("traces/\(task)/\(number)") {
                try results.removeClaimed("traces/\(task)/\(number)")
            }
        }
    }
}
