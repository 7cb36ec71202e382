import Foundation

/// Runs an actor's jobs on one dedicated thread.
///
/// Xlib calls block: on the shared pool, which has one thread a core, two desktops that wait for their screens to
/// settle would stop everything else in the process.
final class ThreadExecutor: SerialExecutor, Sendable {
    private let queue = JobQueue()

    init(name: String) {
        let queue = queue
        let thread = Thread {
            while let job = queue.next() {
                job.run()
            }
        }
        thread.name = name
        thread.start()
    }

    deinit { queue.close() }

    func enqueue(_ job: consuming ExecutorJob) {
        queue.add(Work(job: UnownedJob(job), executor: self))
    }

    /// A job, and the executor kept alive until it has run.
    fileprivate struct Work {
        let job: UnownedJob
        let executor: ThreadExecutor

        func run() { job.runSynchronously(on: executor.asUnownedSerialExecutor()) }
    }
}

/// Jobs waiting for the thread. Sendable because the condition guards every access.
private final class JobQueue: @unchecked Sendable {
    private let condition = NSCondition()
    private var waiting: [ThreadExecutor.Work] = []
    private var isClosed = false

    func add(_ work: ThreadExecutor.Work) {
        condition.withLock { waiting.append(work) }
        condition.signal()
    }

    func close() {
        condition.withLock { isClosed = true }
        condition.signal()
    }

    /// The next job, or `nil` when there will be none.
    func next() -> ThreadExecutor.Work? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isClosed { return nil }
            condition.wait()
        }
        return waiting.removeFirst()
    }
}
