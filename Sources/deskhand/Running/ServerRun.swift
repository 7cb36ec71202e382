/// Runs a server until a signal, which ends it in order.
enum ServerRun {
    /// - Parameter serve: serves until its task is cancelled.
    static func untilSignal(_ serve: @escaping @Sendable () async throws -> Void) async throws {
        let result: Result<Void, any Error> = await Interruptible.run {
            do { return .success(try await serve()) } catch { return .failure(error) }
        }
        do {
            try result.get()
        } catch is CancellationError {
            // The signal.
        }
    }
}
