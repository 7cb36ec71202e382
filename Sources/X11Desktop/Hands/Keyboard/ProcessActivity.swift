import Foundation

/// Whether a process of this machine is at work, from `/proc`.
///
/// A program whose connection holds unread events is never asleep in `poll`: it runs, or waits for a processor.
struct ProcessActivity {
    let process: Int32

    enum State {
        case asleep, atWork, gone
    }

    /// Whether `/proc` has it: whether it is a process of this machine, and of those that are seen here.
    var isKnown: Bool { access("/proc/\(process)", F_OK) == 0 }

    /// What all of its threads together are doing now.
    var state: State {
        guard let threads = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/task") else {
            return .gone
        }
        let states = threads.compactMap { status(of: $0) }
        return states.allSatisfy { $0 == "S" || $0 == "I" } ? .asleep : .atWork
    }

    /// The letter of a thread's state, which follows the program's name in brackets.
    private func status(of thread: String) -> Character? {
        guard let line = try? String(contentsOfFile: "/proc/\(process)/task/\(thread)/stat", encoding: .utf8),
            let bracket = line.lastIndex(of: ")")
        else { return nil }
        return line[bracket...].dropFirst(2).first
    }
}
