import Foundation
import Glibc

/// Processes that carry a session's mark in their environment, whoever their parent is by now.
package enum MarkedProcesses {
    /// The environment variable that holds the mark.
    package static let variable = "DESKHAND_SESSION"

    /// The numbers of all processes of ours that carry `mark`, this one not among them.
    package static func find(_ mark: String) -> [Int32] {
        let wanted = Array("\(variable)=\(mark)".utf8)
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return numbers.filter { number in
            guard number != getpid(), let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ")
            else { return false }
            return environment.split(separator: 0).contains { $0.elementsEqual(wanted) }
        }
    }

    /// Asks all to end, kills those that are still there after two seconds, and any that they start meanwhile.
    ///
    /// - Parameter vigil: how long there must have been none before it returns. A process that was being started when
    ///   its parent was killed may come to light a moment later.
    static func end(_ mark: String, vigil: Duration) {
        let start = ContinuousClock.now
        var lastSeen = start
        var asked: Set<Int32> = []
        var pause: useconds_t = 1_000
        while ContinuousClock.now < start + .seconds(20) {
            let there = find(mark)
            if !there.isEmpty {
                lastSeen = .now
            } else if ContinuousClock.now >= lastSeen + vigil {
                return
            }
            let isOverdue = ContinuousClock.now > start + .seconds(2)
            for process in there where isOverdue || asked.insert(process).inserted {
                kill(process, isOverdue ? SIGKILL : SIGTERM)
                kill(process, SIGCONT)
            }
            usleep(pause)
            pause = min(pause * 2, 50_000)
        }
    }
}
