import CLinux
import Foundation
import Glibc

extension Attack {
    static let writeTerminals = [
        writeTerminal("terminal-write", "Writes to a terminal of the user") { attempt, file throws(AttackFault) in
            let mark = try attempt["mark"]
            let count = write(file, mark, mark.utf8.count)
            attempt.note("write to the terminal", count < 0 ? -Int(errno) : count)
        },
        writeTerminal("terminal-type", "Types into a terminal of the user with TIOCSTI") {
            attempt, file throws(AttackFault) in
            for byte in try attempt["mark"].utf8 {
                var byte = byte
                let result = withUnsafeMutablePointer(to: &byte) {
                    SystemCall.make(SYS_ioctl, Int(file), 0x5412, SystemCall.address($0))
                }
                attempt.note("TIOCSTI", result)
            }
        },
    ]

    private static func writeTerminal(
        _ name: String, _ summary: String,
        use: @escaping @Sendable (inout Attempt, Int32) throws(AttackFault) -> Void
    ) -> Attack {
        Attack(name, .devices, .devices, summary, control: name == "terminal-type" ? .asRoot : .withoutSandbox) {
            attempt throws(AttackFault) in
            for path in ["/dev/tty", try attempt["terminal"]] {
                guard let file = attempt.open(path, O_RDWR) else { continue }
                try use(&attempt, file)
                close(file)
            }
        } host: { trial in
            let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
            defer { close(terminal) }
            guard let path = Pseudoterminal.unlockedPath(of: terminal) else {
                throw AttackFault.notApplicable(reason: "no terminal can be opened here")
            }
            // A terminal that no process has open returns nothing.
            let held = open(path, O_RDWR | O_NOCTTY)
            defer { close(held) }
            let report = try await trial.attempt(["terminal": path, "mark": trial.secret])
            let text = String(decoding: Attempt.bytes(of: terminal, limit: 4096), as: UTF8.self)
            return trial.judge(report, succeeded: text.contains(trial.secret), "the text arrived at the terminal")
        }
    }
}

/// The other end of a terminal that was opened with `/dev/ptmx`.
enum Pseudoterminal {
    private static let unlock = 0x4004_5431
    private static let number = 0x8004_5430

    /// Its path, once it is unlocked.
    static func unlockedPath(of terminal: Int32) -> String? {
        var value: Int32 = 0
        let results = [unlock, number].map { request in
            withUnsafeMutablePointer(to: &value) {
                SystemCall.make(SYS_ioctl, Int(terminal), request, SystemCall.address($0))
            }
        }
        return results.allSatisfy { $0 >= 0 } ? "/dev/pts/\(value)" : nil
    }
}
