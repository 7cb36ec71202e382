import Foundation
import Glibc

/// Takes children off the system's table that have ended and that nobody waits for.
///
/// Swift Testing waits for the end of an exit test by asking for any child that has ended. One that nobody reaps is
/// answered each time, and the test never ends. Foundation's `Process` leaves such a child where a program that it
/// started has left another running behind it.
struct StrayChildren {
    /// Whoever waits for a child takes it off in a moment.
    private static let patience = Duration.seconds(5)

    private var seen: [Int32: ContinuousClock.Instant] = [:]

    mutating func reap() {
        let own = ChildProcess.name(of: getpid())
        // The children of exit tests have our name, and are waited for.
        let ended = ChildProcess.all.filter { $0.state == "Z" && $0.name != own }
        seen = seen.filter { entry in ended.contains { $0.number == entry.key } }
        for child in ended {
            let since = seen[child.number] ?? .now
            seen[child.number] = since
            guard .now - since > Self.patience, waitpid(child.number, nil, WNOHANG) == child.number else { continue }
            Countdowns.say("A test left process \(child.number) (\(child.name)), which has ended, to nobody.")
        }
    }
}

/// A child of this process.
struct ChildProcess {
    let number: Int32
    let name: String
    /// As in `proc(5)`: `Z` for one that has ended and is not reaped yet.
    let state: String

    static var all: [ChildProcess] {
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        let numbers = threads.flatMap { text("/proc/self/task/\($0)/children").split(separator: " ") }
        return numbers.compactMap { Int32($0) }.map { number in
            let fields = text("/proc/\(number)/stat").split(separator: ")").last?.split(separator: " ") ?? []
            return ChildProcess(number: number, name: name(of: number), state: fields.first.map { String($0) } ?? "?")
        }
    }

    static func name(of number: Int32) -> String {
        text("/proc/\(number)/comm").trimmingCharacters(in: .newlines)
    }

    private static func text(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }
}
