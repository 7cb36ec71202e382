import Interaction
import Testing

struct BoundedPatternTests {
    @Test(arguments: [("b+", true), ("^a", true), ("^b", false), ("(?i)ABC", true)])
    func `a search finds what is there`(pattern: String, isFound: Bool) throws {
        #expect(try BoundedPattern(pattern).isFound(in: "abbc abc", before: .now + .seconds(60)) == isFound)
    }

    @Test func `a pattern that backtracks without end stops at the deadline`() throws {
        let pattern = try BoundedPattern("(a+)+$")
        let text = String(repeating: "a", count: 60) + "b"
        let start = ContinuousClock.now
        #expect(throws: BoundedPattern.Failure.tookTooLong(pattern: "(a+)+$", characters: 61)) {
            try pattern.isFound(in: text, before: .now + .milliseconds(200))
        }
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func `a search that runs out of memory is an error and not a miss`() throws {
        let pattern = try BoundedPattern("(x|y| )*z")
        let text = String(repeating: "x y ", count: 500_000)
        #expect(throws: BoundedPattern.Failure.self) {
            try pattern.isFound(in: text, before: .now + .seconds(60))
        }
    }
}

struct AbandonableTests {
    @Test func `a cancelled task does not wait, and what comes later is discarded`() async throws {
        let (discarded, discards) = AsyncStream.makeStream(of: Int.self)
        let (gate, opening) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            try await Abandonable.run(discarding: { discards.yield($0) }) {
                // As a call into a library does, it takes no notice of the cancellation.
                await Task.detached { for await _ in gate { break } }.value
                return 7
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        opening.yield()
        var iterator = discarded.makeAsyncIterator()
        #expect(await iterator.next() == 7)
    }

    @Test func `a result and an error come through`() async throws {
        struct Trouble: Error {}
        #expect(try await Abandonable.run { 3 } == 3)
        await #expect(throws: Trouble.self) { try await Abandonable.run { throw Trouble() } as Int }
    }
}
