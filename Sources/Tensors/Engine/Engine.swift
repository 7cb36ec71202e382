/// What kernels run on: threads, the matrix library, and working memory that is used again from call to call.
///
/// The kernels are methods of it, one file each. Results do not depend on the number of threads. Calls from several threads take turns.
package final class Engine: Sendable {
    let pool: WorkerPool
    let library: MatrixLibrary
    /// How products with weights of fewer than 32 bits are computed.
    package let precision: Precision
    let instructions: Instructions
    /// What products write activations into.
    let spare: SpareMemory
    // Each worker touches its own, and only inside a job of the pool; jobs take turns.
    nonisolated(unsafe) private let scratch: [Scratch]
    private let interruption: Interruption?

    /// How many threads work on each kernel.
    package var threads: Int { pool.threads }

    /// Opens OpenBLAS and starts the threads.
    ///
    /// - Parameters:
    ///   - threads: how many work, the caller included; by default as many as there are processors.
    ///   - precision: how products with weights of fewer than 32 bits are computed.
    ///   - instructions: those with which products are made; the processor must have them.
    /// - Throws: `TensorsError.noOpenBLAS`.
    package init(
        threads: Int? = nil, precision: Precision = .fast, instructions: Instructions = .best
    ) throws(TensorsError) {
        precondition(instructions.isAvailable, "the processor lacks \(instructions)")
        library = try MatrixLibrary.opened.get()
        self.precision = precision
        self.instructions = instructions
        spare = SpareMemory()
        pool = WorkerPool(threads: threads)
        scratch = (0..<pool.threads).map { Scratch(worker: $0) }
        interruption = nil
    }

    private init(_ engine: Engine, _ interruption: Interruption) {
        pool = engine.pool
        library = engine.library
        precision = engine.precision
        instructions = engine.instructions
        spare = engine.spare
        scratch = engine.scratch
        self.interruption = interruption
    }

    /// Runs `body` with the same threads, whose kernels break off when `isCancelled` says so: it is asked on the calling
    /// thread between small pieces of work, and not again once it was true.
    ///
    /// What kernels wrote is then unspecified: `body` looks at ``isInterrupted`` before it uses a result.
    package func interruptible<Result, Failure>(
        by isCancelled: () -> Bool, _ body: (Engine) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try withoutActuallyEscaping(isCancelled) { (isCancelled) throws(Failure) in
            try body(Engine(self, Interruption(isCancelled)))
        }
    }

    /// Whether the work is to be broken off, asked anew unless it was before. Only for the thread that calls kernels.
    package var isInterrupted: Bool { interruption?.isWanted(byCaller: true) ?? false }

    /// Whether a chunk that works with `scratch` is to be broken off.
    func isInterrupted(with scratch: Scratch) -> Bool {
        interruption?.isWanted(byCaller: scratch.worker == 0) ?? false
    }

    /// Shares `chunks` among the threads; `body` may use the scratch memory until it returns.
    func run(chunks: Int, _ body: @escaping @Sendable (_ chunk: Int, _ scratch: Scratch) -> Void) {
        pool.run(chunks: chunks) { [self] chunk, worker in
            guard !isInterrupted(with: scratch[worker]) else { return }
            body(chunk, scratch[worker])
        }
    }

    /// Shares the rows of `x` among the threads, in chunks of about `elements` elements.
    func run(rowsOf x: Matrix, elements: Int = 1 << 14, _ body: @escaping @Sendable (_ row: Int) -> Void) {
        let (rows, height) = (x.rows, max(1, elements / max(1, x.columns)))
        run(chunks: (rows + height - 1) / height) { chunk, _ in
            for row in chunk * height..<min(rows, (chunk + 1) * height) { body(row) }
        }
    }
}

/// Working memory of one thread: a few arrays that grow to what was ever asked of them.
final class Scratch {
    /// Whose it is; 0 is the thread that called the kernel.
    let worker: Int
    private var buffers: [FloatBuffer?] = []

    init(worker: Int) { self.worker = worker }

    /// An array of at least `count` floats with anything in them; the same memory for the same `slot` until more is asked for.
    func floats(_ count: Int, slot: Int = 0) -> UnsafeMutablePointer<Float> {
        while buffers.count <= slot { buffers.append(nil) }
        if let buffer = buffers[slot], buffer.capacity >= count { return buffer.base }
        buffers[slot] = nil
        let buffer = FloatBuffer(capacity: count)
        buffers[slot] = buffer
        return buffer.base
    }
}
