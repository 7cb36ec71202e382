import Dispatch
import Glibc

/// Turns SIGINT and SIGTERM into the cancellation of a task, so that it ends in order.
enum Interruptible {
    /// - Parameter endsItself: asked first: whether the work was told to end by itself.
    static func run<Result: Sendable>(
        endsItself: @escaping @Sendable () -> Bool = { false }, _ work: @escaping @Sendable () async -> Result
    ) async -> Result {
        let task = Task { await work() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { if !endsItself() { task.cancel() } }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        return await task.value
    }
}
