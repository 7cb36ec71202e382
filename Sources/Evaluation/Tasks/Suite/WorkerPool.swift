/// Does the same kind of work for many items, a bounded number of them at the same time.
package struct WorkerPool: Sendable {
    /// The most items that are worked on at the same time.
    let workers: Int

    /// Creates a pool of so many attempts at once.
    package init(workers: Int) {
        precondition(workers > 0, "a pool needs a worker")
        self.workers = workers
    }

    /// Works on all items, begun in their order.
    ///
    /// When the task is cancelled no further item is begun; those in work are awaited, and `work` sees the cancellation.
    ///
    /// - Parameters:
    ///   - work: what is done for one item.
    ///   - finished: called for each result as it comes, never twice at the same time; an error cancels what is in work.
    /// - Returns: the results in the order of the items, `nil` for those that were not begun.
    package func results<Item: Sendable, Result: Sendable>(
        of items: [Item], work: @escaping @Sendable (Item) async -> Result,
        finished: (Item, Result) throws -> Void = { _, _ in }
    ) async throws -> [Result?] {
        var results = [Result?](repeating: nil, count: items.count)
        try await withThrowingTaskGroup(of: (Int, Result).self) { group in
            var waiting = Array(items.enumerated()).reversed() as [(offset: Int, element: Item)]
            func begin() {
                guard !Task.isCancelled, let (index, item) = waiting.popLast() else { return }
                group.addTask { (index, await work(item)) }
            }
            for _ in 0..<workers { begin() }
            while let (index, result) = try await group.next() {
                results[index] = result
                try finished(items[index], result)
                begin()
            }
        }
        return results
    }
}
