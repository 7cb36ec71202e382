import Foundation
package import QwenVL
import Synchronization

/// Qwen2.5-VL for several callers at a time: their answers are written side by side, so that each step reads the weights once
/// for all of them.
///
/// One thread does it all and lives as long as there is anything to do. Prompts are read one at a time, in the order in which
/// they come, a piece between two steps of the answers that are being written.
package final class BatchedModel: Sendable {
    /// A request, made on the thread of the model, and what is done on it when its answer has ended.
    package typealias Prepared = (ask: QwenModel.Ask, completion: () -> Void)

    /// What it counts.
    package var counts: BatchCounts { meter.counts }

    /// How many requests wait until their prompt is read.
    package var waiting: Int { queue.withLock(\.waiting.count) }

    private struct Queue {
        var waiting: [BatchJob] = []
        var hasThread = false
    }

    private let queue = Mutex(Queue())
    private let batch: ExclusiveAccess<AnswerBatch>
    private let meter = BatchMeter()

    package init(_ model: QwenModel) {
        batch = ExclusiveAccess(AnswerBatch(model) { [meter] in meter.add($0) })
    }

    /// Answers a request beside those of others.
    ///
    /// - Parameter prepare: makes the request; called on the thread of the model.
    /// - Throws: `CancellationError`, at once while it waits and else within a step; `QwenError`; what `prepare` throws.
    package func answer(_ prepare: @escaping @Sendable () throws -> Prepared) async throws -> Answer {
        let job = BatchJob(prepare)
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                job.await(continuation)
                add(job)
            }
        } onCancel: {
            job.cancel()
            drop(job)
        }
    }

    /// Ends a job that was cancelled, if it still waits.
    private func drop(_ job: BatchJob) {
        let removed = queue.withLock { queue in
            let index = queue.waiting.firstIndex { $0 === job }
            return index.map { queue.waiting.remove(at: $0) }
        }
        removed?.end(.failure(CancellationError()))
    }

    private func add(_ job: BatchJob) {
        let needsThread = queue.withLock { queue in
            queue.waiting.append(job)
            defer { queue.hasThread = true }
            return !queue.hasThread
        }
        if needsThread { Thread.detachNewThread { self.work() } }
        // It was not in the queue when it was cancelled before.
        if job.isCancelled { drop(job) }
    }

    private func work() {
        try? batch.use(unless: { false }) { batch in
            while true {
                if let job = next(isIdle: batch.count == 0) {
                    start(job, in: batch)
                } else if batch.count == 0 {
                    return
                }
                batch.step()
            }
        }
    }

    /// The next job; where there is none and the batch is idle, the thread is to end.
    private func next(isIdle: Bool) -> BatchJob? {
        queue.withLock { queue in
            guard queue.waiting.isEmpty else { return queue.waiting.removeFirst() }
            if isIdle { queue.hasThread = false }
            return nil
        }
    }

    private func start(_ job: BatchJob, in batch: AnswerBatch) {
        guard !job.isCancelled else { return job.end(.failure(CancellationError())) }
        do {
            let (ask, completion) = try job.prepare()
            batch.add(ask, isCancelled: { job.isCancelled }) { result in
                completion()
                job.end(result.mapError { $0 })
            }
        } catch {
            job.end(.failure(error))
        }
    }
}

/// One request on its way.
private final class BatchJob: Sendable {
    let prepare: @Sendable () throws -> BatchedModel.Prepared
    private let cancelled = Atomic(false)
    private let continuation = Mutex<CheckedContinuation<Answer, any Error>?>(nil)

    init(_ prepare: @escaping @Sendable () throws -> BatchedModel.Prepared) { self.prepare = prepare }

    var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    func cancel() { cancelled.store(true, ordering: .relaxed) }

    func await(_ continuation: CheckedContinuation<Answer, any Error>) {
        self.continuation.withLock { $0 = continuation }
    }

    /// Resumes who waits; one that was cancelled gets no part of an answer.
    func end(_ result: Result<Answer, any Error>) {
        let continuation = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        if case .success(let answer) = result, answer.finish == .cancelled {
            continuation?.resume(throwing: CancellationError())
        } else {
            continuation?.resume(with: result)
        }
    }
}

/// How full the batches of a model were.
package struct BatchCounts: Hashable, Sendable {
    /// Steps that went on with answers.
    package var steps = 0
    /// The sum of the answers of each step.
    package var answers = 0
    /// The answers of the last step.
    package var last = 0
    /// The most answers of a step.
    package var most = 0
}

private final class BatchMeter: Sendable {
    private let state = Mutex(BatchCounts())

    var counts: BatchCounts { state.withLock { $0 } }

    func add(_ answers: Int) {
        state.withLock { counts in
            counts.steps += 1
            counts.answers += answers
            counts.last = answers
            counts.most = max(counts.most, answers)
        }
    }
}
