import Evaluation
import Synchronization
import Testing

struct WorkerPoolTests {
    /// Counts what is worked on at the same time.
    private final class Gauge: Sendable {
        private let counts = Mutex((now: 0, most: 0))
        var most: Int { counts.withLock { $0.most } }

        func work(on item: Int) async -> Int {
            counts.withLock { counts in
                counts.now += 1
                counts.most = max(counts.most, counts.now)
            }
            for _ in 0..<50 { await Task.yield() }
            counts.withLock { $0.now -= 1 }
            return item * item
        }
    }

    @Test(arguments: [1, 2, 4, 40])
    func `results come in the order of the items, and no more are worked on than there are workers`(
        workers: Int
    ) async throws {
        let gauge = Gauge()
        var finished: [Int] = []
        let results = try await WorkerPool(workers: workers).results(
            of: Array(0..<20), work: gauge.work, finished: { item, _ in finished.append(item) })
        #expect(results == (0..<20).map { $0 * $0 })
        #expect(finished.sorted() == Array(0..<20))
        #expect(gauge.most <= min(workers, 20))
    }

    @Test func `after a cancellation nothing more is begun, and what was begun is awaited`() async throws {
        let begun = Mutex(0)
        let task = Task {
            try await WorkerPool(workers: 2).results(of: Array(0..<100)) { item in
                begun.withLock { $0 += 1 }
                try? await Task.sleep(for: .seconds(60))
                return item
            }
        }
        while begun.withLock({ $0 }) < 2 { await Task.yield() }
        task.cancel()
        let results = try await task.value
        #expect(results.prefix(2) == [0, 1])
        #expect(results.dropFirst(2).allSatisfy { $0 == nil })
        #expect(begun.withLock { $0 } == 2)
    }

    @Test func `an error on taking a result ends the work`() async throws {
        struct Full: Error {}
        await #expect(throws: Full.self) {
            try await WorkerPool(workers: 2).results(of: Array(0..<10)) {
                $0
            } finished: { _, _ in
                throw Full()
            }
        }
    }
}
