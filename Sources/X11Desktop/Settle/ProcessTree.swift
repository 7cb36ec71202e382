import Foundation
import Glibc

/// A process and all that came from it, as `/proc` has them.
package struct ProcessTree {
    let root: Int
    /// Whether only those count that run the same program, as a browser's pages do.
    var isOfOneProgram = false

    /// What the processes have used of the processors, or waited for them, up to now, and whether one is at it.
    package struct Work: Equatable {
        var time: Duration
        var isRunning: Bool

        package init(time: Duration, isRunning: Bool) {
            self.time = time
            self.isRunning = isRunning
        }
    }

    /// The processes that live; none when the program has ended. A zombie has ended.
    func members() -> [Int] {
        var found: [Int] = []
        var waiting = [root]
        let program = isOfOneProgram ? program(of: root) : nil
        while let process = waiting.popLast() {
            guard process == root || !isOfOneProgram || self.program(of: process) == program else { continue }
            guard let state = stateLetter(process), state != "Z", state != "X" else { continue }
            found.append(process)
            waiting += children(of: process)
        }
        return found
    }

    func work() -> Work {
        var work = Work(time: .zero, isRunning: false)
        for process in members() {
            for thread in entries("/proc/\(process)/task") {
                let path = "/proc/\(process)/task/\(thread)"
                if let state = letter(path), state == "R" || state == "D" { work.isRunning = true }
                // Nanoseconds on a processor, and waiting for one: a crowded machine makes programs slow, not idle.
                let used = text("\(path)/schedstat").split(separator: " ").prefix(2).compactMap { Int64($0) }
                work.time += .nanoseconds(used.reduce(0, +))
            }
        }
        return work
    }

    /// Whether the program draws itself with GTK 4, which does so in several bursts with pauses between them.
    func drawsInBursts() -> Bool {
        members().contains { text("/proc/\($0)/maps").contains("libgtk-4.so") }
    }

    private func children(of process: Int) -> [Int] {
        entries("/proc/\(process)/task").flatMap { thread in
            text("/proc/\(process)/task/\(thread)/children").split(separator: " ").compactMap { Int($0) }
        }
    }

    /// The executable of a process; `nil` if it may not be read.
    private func program(of process: Int) -> String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
    }

    private func stateLetter(_ process: Int) -> Character? { letter("/proc/\(process)") }

    /// The state follows the program's name, which stands in brackets and may hold any character.
    private func letter(_ path: String) -> Character? {
        let line = text("\(path)/stat")
        guard let bracket = line.lastIndex(of: ")") else { return nil }
        return line[bracket...].dropFirst(2).first
    }

    /// The whole of a file. Files in `/proc` come a page at a time, which some readers take for their end.
    private func text(_ path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { Glibc.close(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 15)
        while case let count = read(file, &buffer, buffer.count), count > 0 {
            bytes += buffer[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func entries(_ folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }
}
