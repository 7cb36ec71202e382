import Foundation

/// The numbers of one process. A program in a sandbox has one in each PID namespace that it is in, and a bus in the same
/// sandbox knows it by another than the server outside does.
enum ProcessNumbers {
    /// All numbers of a process (proc(5), `NSpid`).
    ///
    /// - Parameter process: its number in our own namespace.
    static func all(of process: Int32) -> Set<Int> {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("NSpid:") } ?? ""
        return Set(line.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }).union([Int(process)])
    }
}
