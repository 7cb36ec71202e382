import Foundation

/// A suite of tasks, attempted several times each, some of them at the same time, each in a session of its own.
///
/// Repeated with the same settings and folder, it goes on where it was broken off; what has a record is not run again.
package struct SuiteRun: Sendable {
    private let suite: TaskSuite
    private let header: SuiteHeader
    private let folder: URL
    private let pool: WorkerPool
    private let runner: AttemptRunner
    private let repeatsNotEvaluated: Bool

    /// - Parameters:
    ///   - folder: where `attempts.jsonl` and `traces` are kept; made when it is not there.
    ///   - parallel: how many attempts are made at the same time.
    ///   - retries: how often an attempt is made again that trouble beside the policy put an end to.
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
        runner = AttemptRunner(folder: folder, retries: retries, parts: parts)
        self.repeatsNotEvaluated = repeatsNotEvaluated
    }

    /// Makes the attempts that have not been made, and gives the results of all.
    ///
    /// - Parameters:
    ///   - resumed: called when results are there already, with their number and that of all.
    ///   - progress: called after each attempt.
    /// - Throws: ``RunFolderError``, or `CancellationError`.
    package func run(
        resumed: (_ known: Int, _ all: Int) -> Void = { _, _ in }, progress: (SuiteProgress) -> Void = { _ in }
    ) async throws -> SuiteResults {
        var log = try RunLog<SuiteHeader, AttemptRecord>("attempts.jsonl", in: folder, settings: header)
        let open = attempts.compactMap { attempt -> Attempt? in
            guard let record = log.records[attempt.key] else { return attempt }
            guard repeatsNotEvaluated, record.outcome == .notEvaluated else { return nil }
            var again = attempt
            again.earlier = 1 + log.superseded.count { $0.key == attempt.key }
            return again
        }
        let begun = Set(open.map(\.key))
        let known = log.records.values.filter { !begun.contains($0.key) }
        try removeTraces(unknownTo: log.records.values + log.superseded)
        if !known.isEmpty { resumed(known.count, attempts.count) }
        var state = SuiteProgress(all: attempts.count, toDo: open.count, known: known.map(\.outcome))
        let records = try await pool.results(of: open, work: runner.run) { _, record in
            guard let record else { return }
            try log.append(record)
            state.add(record.outcome)
            progress(state)
        }
        guard records.allSatisfy({ ($0 ?? nil) != nil }) else { throw CancellationError() }
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

    /// Removes what an attempt left that was broken off before its record was written.
    private func removeTraces(unknownTo records: [AttemptRecord]) throws {
        let kept = Set(records.flatMap { [$0.trace] + $0.troubles.map(\.trace) }.compactMap(\.self))
        let files = FileManager.default
        let traces = folder.appending(path: "traces")
        for task in (try? files.contentsOfDirectory(atPath: traces.path)) ?? [] {
            let place = traces.appending(path: task)
            for number in (try? files.contentsOfDirectory(atPath: place.path)) ?? []
            where !kept.contains("traces/\(task)/\(number)") {
                do {
                    try files.removeItem(at: place.appending(path: number))
                } catch {
                    throw RunFolderError.notWritable(path: place.path, reason: error.localizedDescription)
                }
            }
        }
    }
}
