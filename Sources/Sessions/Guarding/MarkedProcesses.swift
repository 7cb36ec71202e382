import Foundation
import Glibc

/// Processes that carry a session's mark in their environment, so that people can see what belongs to which session.
///
/// Programs can drop the mark; the end of a session does not rest on it.
package enum MarkedProcesses {
    /// The environment variable that holds the mark.
    static let variable = "DESKHAND_SESSION"

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
}
