/// Looks at a task's session from outside, before the first step and after the last.
package struct TaskObserver: Sendable {
    let began: @Sendable (SetupRunner) async throws -> Void
    let ended: @Sendable (SetupRunner) async throws -> Void
}
