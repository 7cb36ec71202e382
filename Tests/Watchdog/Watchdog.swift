package import Testing

/// Ends the whole test process, naming the test, when a test has not ended within some minutes.
///
/// The time limit of Swift Testing cancels a test's task. A test that blocks a thread, or that waits for something which
/// does not heed cancellation, goes on all the same, and the run with it.
package struct Watchdog: SuiteTrait, TestTrait, TestScoping {
    let limit: Duration

    /// Each test case is timed by itself.
    package var isRecursive: Bool { true }

    package func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        try await Watchdog.watch("\"\(test.displayName ?? test.name)\" at \(test.sourceLocation)", for: limit, function)
    }

    /// Runs something; ends the process with status 70 and a line that has `name` in it, if it takes longer than `limit`.
    package static func watch(
        _ name: String, for limit: Duration, _ body: @Sendable () async throws -> Void
    ) async rethrows {
        let id = Countdowns.begin(for: name, limit: limit)
        defer { Countdowns.end(id) }
        try await body()
    }
}

extension Trait where Self == Watchdog {
    /// - Parameter minutes: for each test case; more than its `timeLimit`, which comes first where it can.
    package static func watchdog(minutes: Int) -> Self { Watchdog(limit: .seconds(60 * minutes)) }
}
