import Serving
import Synchronization
import Testing

/// In what order requests are answered that wait for a model.
@Suite(.timeLimit(.minutes(1)))
struct AnswerQueueTests {
    private let queue = AnswerQueue(maximum: 8)
    private let told = Told()

    @Test func `a user with many requests waits for the others, and new names wait for the next round`() async throws {
        let gate = Gate()
        try await withThrowingTaskGroup(of: Void.self) { group in
            try await add("a0", of: "a", to: &group) { await gate.wait() }
            for name in ["a1", "a2"] { try await add(name, of: "a", to: &group) {} }
            try await add("b1", of: "b", to: &group) { [self] in
                // Whoever comes now with a new name has no turn before those who wait.
                await queue.fill("x", told)
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(try await told.waits(for: "x"))
        #expect(told.all == ["a0", "a1", "b1", "a2", "x"])
    }

    @Test func `who is cancelled while waiting loses the turn, and the others keep theirs`() async throws {
        let gate = Gate()
        let first = Task { try await queue.run(for: "a") { await gate.wait() } }
        try await count(is: 0, running: 1)
        let second = Task { try await queue.run(for: "b") { told.add("second") } }
        try await count(is: 1, running: 1)
        let third = Task { try await queue.run(for: "c") { told.add("third") } }
        try await count(is: 2, running: 1)
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        gate.open()
        try await first.value
        try await third.value
        #expect(told.all == ["third"])
        #expect(await queue.state == (0, 0))
    }

    @Test func `more than may wait are refused`() async throws {
        let (queue, gate) = (AnswerQueue(maximum: 1), Gate())
        let first = Task { try await queue.run(for: "a") { await gate.wait() } }
        while await queue.state.running == 0 { await Task.yield() }
        let second = Task { try await queue.run(for: "b") {} }
        while await queue.state.waiting == 0 { await Task.yield() }
        await #expect(throws: (any Error).self) { try await queue.run(for: "c") {} }
        gate.open()
        try await first.value
        try await second.value
    }

    @Test func `there are as many answers at a time as slots, and one that leaves makes room`() async throws {
        let queue = AnswerQueue(maximum: 8, slots: 2)
        let gates = (0..<4).map { _ in Gate() }
        let requests = gates.enumerated().map { index, gate in
            Task {
                try await queue.run(for: "\(index)") {
                    told.add("\(index)")
                    await gate.wait()
                }
            }
        }
        while await queue.state != (2, 2) { await Task.yield() }
        let first = told.all
        for name in first { gates[Int(name) ?? 0].open() }
        while await queue.state != (0, 2) || told.all.count < 4 { await Task.yield() }
        #expect(first.count == 2 && Set(told.all).count == 4)
        for gate in gates { gate.open() }
        for request in requests { try await request.value }
        #expect(await queue.state == (0, 0))
    }

    private func add(
        _ name: String, of user: String, to group: inout ThrowingTaskGroup<Void, any Error>,
        _ work: @escaping @Sendable () async -> Void
    ) async throws {
        let before = await queue.state
        group.addTask {
            try await queue.run(for: user) {
                told.add(name)
                await work()
            }
        }
        while await queue.state == before { await Task.yield() }
    }

    private func count(is waiting: Int, running: Int) async throws {
        while await queue.state != (waiting, running) { try await Task.sleep(for: .milliseconds(1)) }
    }
}

extension AnswerQueue {
    /// Begins to wait under a new name, and returns once it does.
    fileprivate func fill(_ name: String, _ told: Told) async {
        let before = state.waiting
        _ = Task { try await self.run(for: name) { told.add(name) } }
        while state.waiting == before { await Task.yield() }
    }
}

/// Lets those who wait go on once it is opened.
private final class Gate: Sendable {
    private let (events, tell) = AsyncStream<Void>.makeStream()

    func wait() async { for await _ in events {} }
    func open() { tell.finish() }
}
