import Foundation
import Models
import QwenVL
import Synchronization
import Testing

/// A model that several callers ask at the same time.
@Suite(.timeLimit(.minutes(1)))
struct BatchedModelTests {
    private let model: QwenModel

    init() throws {
        let checkpoint = URL(filePath: #filePath).deletingLastPathComponent().appending(
            path: "../Fixtures/model/reference/tied"
        ).standardized.path
        model = try QwenModel(at: checkpoint, threads: 2)
    }

    private func prepared(_ number: Int, tokens: Int = 40) -> BatchedModel.Prepared {
        let options = GenerationOptions(
            sampling: SamplingOptions(temperature: Double(number % 2), seed: UInt64(number)), maxNewTokens: tokens)
        return (QwenModel.Ask(ModelRequest([.user([.text("Question \(number)")])]), options: options), {})
    }

    @Test func `answers at the same time are those that each request gets alone`() async throws {
        let batched = BatchedModel(model)
        let alone = try (0..<8).map { try model.answers(to: [prepared($0).ask])[0].ids }
        let gate = Flag()
        let together = try await withThrowingTaskGroup(of: (Int, [Int]).self) { group in
            for number in 0..<8 {
                group.addTask {
                    let answer = try await batched.answer {
                        // The first waits until all others are in the queue.
                        while !gate.isSet { usleep(500) }
                        return self.prepared(number)
                    }
                    return (number, answer.ids)
                }
            }
            while batched.waiting < 7 { await Task.yield() }
            gate.set()
            return try await group.reduce(into: [Int: [Int]]()) { $0[$1.0] = $1.1 }
        }
        #expect((0..<8).map { together[$0] } == alone)
        #expect(batched.counts.most == 8 && batched.counts.answers > batched.counts.steps)
    }

    @Test func `one that waits is cancelled at once, whatever the model does meanwhile`() async throws {
        let batched = BatchedModel(model)
        let (gate, begun) = (Flag(), Flag())
        let first = Task {
            try await batched.answer {
                begun.set()
                while !gate.isSet { usleep(500) }
                return self.prepared(1)
            }
        }
        while !begun.isSet { await Task.yield() }
        let second = Task { try await batched.answer { self.prepared(2) } }
        while batched.waiting == 0 { await Task.yield() }
        second.cancel()
        await #expect(throws: CancellationError.self) { try await second.value }
        #expect(batched.waiting == 0)
        gate.set()
        #expect(try await first.value.ids.count == 40)
    }

    @Test func `one that is being answered ends soon after it is cancelled, and its conversation is given back`()
        async throws
    {
        let (batched, given) = (BatchedModel(model), Flag())
        let task = Task {
            try await batched.answer { (self.prepared(3, tokens: 100_000).ask, { given.set() }) }
        }
        while batched.counts.steps < 3 { await Task.yield() }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(given.isSet)
        await #expect(throws: QwenError.self) {
            try await batched.answer { throw QwenError.missingToken("x") }
        }
    }
}

private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock(\.self) }
    func set() { state.withLock { $0 = true } }
}
