import Dispatch
import Glibc

/// Turns SIGINT and SIGTERM into the cancellation of a task, so that it ends in order. A file that may not grow further
/// becomes an error of the write, where SIGXFSZ would end the process.
enum Interruptible {
    static func run<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) async -> Result {
        signal(SIGXFSZ, SIG_IGN)
        let task = Task { await work() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { sources.forEach { $0.cancel() } }
        return await task.value
    }
}
