import Glibc
import Synchronization
import Tensors
import Testing

@Suite struct InterruptionTests {
    @Test func `an interrupted kernel leaves its other chunks undone, and later ones do nothing`() throws {
        let engine = try Engine(threads: 3)
        let weights = DecodedWeights(CountingDecoder(rows: 512 * 100, columns: 16, pause: 1000))
        let counter = weights.decoder.counter
        let (x, y) = (Matrix(rows: 20, columns: 16), Matrix(rows: 20, columns: weights.outputs))
        engine.interruptible(by: { counter.count.load(ordering: .relaxed) >= 3 }) { engine in
            weights.multiply(x, into: y, bias: nil, on: engine)
            #expect(engine.isInterrupted)
            let before = counter.count.load(ordering: .relaxed)
            #expect((3..<100).contains(before))
            weights.multiply(x, into: y, bias: nil, on: engine)
            #expect(counter.count.load(ordering: .relaxed) == before)
        }
        #expect(!engine.isInterrupted)
        let before = counter.count.load(ordering: .relaxed)
        weights.multiply(x, into: y, bias: nil, on: engine)
        #expect(counter.count.load(ordering: .relaxed) == before + 100)
    }

    @Test func `the question is asked on the calling thread only, and never again after a yes`() throws {
        let engine = try Engine(threads: 4)
        let caller = pthread_self()
        let weights = DecodedWeights(CountingDecoder(rows: 64 * 200, columns: 16))
        let (x, y) = (Matrix(rows: 20, columns: 16), Matrix(rows: 20, columns: weights.outputs))
        var (asked, elsewhere) = (0, 0)
        engine.interruptible(by: {
            if pthread_equal(pthread_self(), caller) == 0 { elsewhere += 1 }
            asked += 1
            return asked == 3
        }) { engine in
            for _ in 0..<50 { weights.multiply(x, into: y, bias: nil, on: engine) }
            #expect(engine.isInterrupted)
        }
        #expect(asked == 3 && elsewhere == 0)
    }

    @Test func `a product of many tokens is interrupted within a panel`() throws {
        let weights = DecodedWeights(CountingDecoder(rows: 128, columns: 8192))
        let (x, y) = (Matrix(rows: 2048, columns: 8192), Matrix(rows: 2048, columns: 128))
        var asked = 0
        try Engine(threads: 1).interruptible(by: {
            asked += 1
            return false
        }) { engine in weights.multiply(x, into: y, bias: nil, on: engine) }
        let panels = weights.decoder.counter.count.load(ordering: .relaxed)
        // Once before each panel, and again and again along its inputs.
        #expect(panels == 2 && asked >= panels * 3)
    }

    @Test func `when a job returns, no thread holds anything of it`() {
        final class Token: Sendable {}
        let pool = WorkerPool(threads: 4)
        var held = 0
        for _ in 0..<5000 {
            weak var kept: Token?
            do {
                let token = Token()
                kept = token
                pool.run(chunks: 6) { _, _ in withExtendedLifetime(token) {} }
            }
            if kept != nil { held += 1 }
        }
        #expect(held == 0)
    }

    @Test(arguments: [1, 2, 5]) func `workers are numbered without gaps when some cannot be started`(_ missing: Int) {
        let pool = WorkerPool(threads: 6) { $0 != missing }
        #expect(pool.threads == 5)
        let seen = Mutex<Set<Int>>([])
        pool.run(chunks: 2000) { _, worker in
            seen.withLock { _ = $0.insert(worker) }
            usleep(20)
        }
        #expect(seen.withLock { $0.isSubset(of: 0..<5) })
    }
}

/// Zeros; counts how many panels were asked for.
private struct CountingDecoder: RowDecoder {
    let rows: Int
    let columns: Int
    /// How long each panel takes, in microseconds, so that the caller is asked before others are through.
    var pause: UInt32 = 0
    let counter = Counter()

    final class Counter: Sendable { let count = Atomic(0) }

    func decode(_ range: Range<Int>, into target: inout MutableSpan<Float>) {
        counter.count.add(1, ordering: .relaxed)
        if pause > 0 { usleep(pause) }
        for index in 0..<range.count * columns { target[index] = 0 }
    }
}
