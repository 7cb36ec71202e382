import CKernels
import Glibc
import Synchronization

/// A fixed set of threads that share the chunks of one job after another.
///
/// The caller works too, so a pool of two starts one thread. Free threads claim chunks one by one, so that one which another
/// process holds up keeps nobody waiting but for its chunk. Between jobs the threads look out for the next for some 20 µs, which
/// lets the many short jobs of a pass follow each other without waking anybody, and then sleep. Jobs from several callers run one
/// after another.
package final class WorkerPool: Sendable {
    /// How many threads work on a job, the caller included.
    package let threads: Int
    private let board: JobBoard
    private let handles: [pthread_t]

    /// Starts `threads` − 1 threads, at least none; by default one fewer than there are processors.
    ///
    /// - Parameter mayStart: whether the system has resources for the thread of that number, from 1.
    package init(threads: Int? = nil, mayStart: (Int) -> Bool = { _ in true }) {
        let wanted = max(1, threads ?? Self.processors)
        let board = JobBoard()
        var handles: [pthread_t] = []
        for number in 1..<wanted where mayStart(number) {
            // Workers are numbered without gaps, whichever of them could not be started.
            if let handle = Self.start(worker: handles.count + 1, at: board) { handles.append(handle) }
        }
        self.handles = handles
        self.threads = handles.count + 1
        self.board = board
    }

    deinit {
        board.stop()
        for handle in handles { pthread_join(handle, nil) }
    }

    /// Calls `body` once for each chunk from 0 to before `chunks` and returns when all calls have returned.
    ///
    /// - Parameter body: takes the chunk and the number of the worker (0 to before `threads`) that runs it; it must not call `run`.
    package func run(chunks: Int, _ body: @escaping @Sendable (_ chunk: Int, _ worker: Int) -> Void) {
        guard chunks > 0 else { return }
        board.perform(Job(chunks: chunks, body: body), alone: handles.isEmpty || chunks == 1)
    }

    private static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Starts one thread, or gives `nil` where the system has none left; the others then do its work.
    private static func start(worker: Int, at board: JobBoard) -> pthread_t? {
        var handle = pthread_t()
        let context = Unmanaged.passRetained(WorkerContext(worker: worker, board: board))
        let status = pthread_create(
            &handle, nil,
            { argument in
                guard let argument else { return nil }
                let context = Unmanaged<WorkerContext>.fromOpaque(argument).takeRetainedValue()
                context.board.serve(as: context.worker)
                return nil
            }, context.toOpaque())
        guard status == 0 else {
            context.release()
            return nil
        }
        return handle
    }

    /// What a new thread needs to know.
    private final class WorkerContext {
        let worker: Int
        let board: JobBoard

        init(worker: Int, board: JobBoard) {
            self.worker = worker
            self.board = board
        }
    }
}

/// Chunks of work of which each is claimed once.
///
/// Unchecked: `body` is only dropped when no thread works on the job.
private final class Job: @unchecked Sendable {
    private let chunks: Int
    private var body: (@Sendable (Int, Int) -> Void)?
    private let next = Atomic(0)

    init(chunks: Int, body: @escaping @Sendable (Int, Int) -> Void) {
        self.chunks = chunks
        self.body = body
    }

    /// Not inlined, so that a thread has released the body when it says that it is through.
    @inline(never) func work(as worker: Int) {
        guard let body else { return }
        while true {
            let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
            guard chunk < chunks else { return }
            body(chunk, worker)
        }
    }

    /// Releases the body: a thread may keep the job for a moment after it is done, but nothing that its caller owns.
    func drop() { body = nil }
}

/// Where the job at hand is posted.
///
/// Unchecked: all that changes is read and written under `lock`.
private final class JobBoard: @unchecked Sendable {
    private let turn = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let posted = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let finished = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var job: Job?
    private var stopping = false
    /// How many jobs were posted, and how many threads work on the last; both are looked at without the lock too.
    private let number = Atomic(0)
    private let busy = Atomic(0)

    init() {
        pthread_mutex_init(turn, nil)
        pthread_mutex_init(lock, nil)
        pthread_cond_init(posted, nil)
        pthread_cond_init(finished, nil)
    }

    deinit {
        pthread_mutex_destroy(turn)
        pthread_mutex_destroy(lock)
        pthread_cond_destroy(posted)
        pthread_cond_destroy(finished)
        turn.deallocate()
        lock.deallocate()
        posted.deallocate()
        finished.deallocate()
    }

    /// Has `job` done by the caller, as worker 0, and unless `alone` by the threads that wake in time.
    func perform(_ job: Job, alone: Bool) {
        pthread_mutex_lock(turn)
        defer { pthread_mutex_unlock(turn) }
        guard !alone else { return job.work(as: 0) }
        pthread_mutex_lock(lock)
        self.job = job
        number.wrappingAdd(1, ordering: .releasing)
        pthread_cond_broadcast(posted)
        pthread_mutex_unlock(lock)

        job.work(as: 0)

        pthread_mutex_lock(lock)
        // Threads that have not joined yet find nothing to do and are not waited for.
        self.job = nil
        pthread_mutex_unlock(lock)
        Self.lookOut { busy.load(ordering: .acquiring) == 0 }
        pthread_mutex_lock(lock)
        while busy.load(ordering: .relaxed) > 0 { pthread_cond_wait(finished, lock) }
        pthread_mutex_unlock(lock)
        job.drop()
    }

    /// Joins job after job until `stop`.
    func serve(as worker: Int) {
        var seen = 0
        while let job = next(after: &seen) {
            job.work(as: worker)
            pthread_mutex_lock(lock)
            if busy.wrappingSubtract(1, ordering: .releasing).newValue == 0 { pthread_cond_signal(finished) }
            pthread_mutex_unlock(lock)
        }
    }

    /// The next job that the thread has not `seen`, which it joins; `nil` when there will be none.
    private func next(after seen: inout Int) -> Job? {
        while true {
            let last = seen
            Self.lookOut { number.load(ordering: .acquiring) != last }
            pthread_mutex_lock(lock)
            while !stopping, number.load(ordering: .relaxed) == seen { pthread_cond_wait(posted, lock) }
            seen = number.load(ordering: .relaxed)
            let (job, isOver) = (stopping ? nil : self.job, stopping)
            if job != nil { busy.wrappingAdd(1, ordering: .relaxed) }
            pthread_mutex_unlock(lock)
            // One that was done before this thread woke: the next may follow soon.
            if isOver || job != nil { return job }
        }
    }

    /// Waits for some 20 µs, without sleeping, until `condition` holds.
    private static func lookOut(until condition: () -> Bool) {
        for _ in 0..<500 {
            if condition() { return }
            ck_pause()
        }
    }

    func stop() {
        pthread_mutex_lock(lock)
        stopping = true
        pthread_cond_broadcast(posted)
        pthread_mutex_unlock(lock)
    }
}
