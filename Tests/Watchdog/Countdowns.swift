import Foundation
import Glibc
import Synchronization

/// The test cases that run, each with the moment at which it must have ended.
enum Countdowns {
    private static let running = Mutex<[UUID: (name: String, deadline: ContinuousClock.Instant)]>([:])

    /// Started before the tests that may leave no thread or process to start.
    private static let monitor: Void = {
        let thread = Thread {
            var strays = StrayChildren()
            while true {
                usleep(500_000)
                strays.reap()
                if let name = overdue { endProcess(because: name) }
            }
        }
        thread.name = "watchdog"
        thread.start()
    }()

    static func begin(for name: String, limit: Duration) -> UUID {
        monitor
        let id = UUID()
        running.withLock { $0[id] = (name, .now + limit) }
        return id
    }

    static func end(_ id: UUID) { running.withLock { $0[id] = nil } }

    private static var overdue: String? {
        running.withLock { running in running.values.first { $0.deadline < .now }?.name }
    }

    private static func endProcess(because name: String) -> Never {
        let children = ChildProcess.all.map { "\($0.number) \($0.name) \($0.state)" }.joined(separator: ", ")
        say("✘ Test \(name) does not end; the test process is ended. Its children: \(children).")
        _exit(70)
    }

    static func say(_ line: String) {
        let bytes = Array("\n\(line)\n".utf8)
        _ = write(2, bytes, bytes.count)
    }
}
