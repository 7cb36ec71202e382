import Foundation
import Glibc

extension Attack {
    /// The last words of a program that fails are part of the message that a person reads at a terminal.
    static let printEscapes = Attack(
        "reader-program-output", .readers, .readers,
        "Ends with terminal escapes in its last output, for the reader of a run's failure",
        control: .none(reason: "no session is without a reader; that the words arrived is seen in each run")
    ) { attempt throws(AttackFault) in
        let words =
            Array("\u{1b}]2;owned\u{7}\u{1b}[2J\u{1b}]52;c;ZXZpbA==\u{7}".utf8) + [0x9b]
            + Array("31m\r\u{8}\u{202e}\(try attempt["mark"])\n".utf8)
        _ = write(2, words, words.count)
        _exit(3)
    } host: { trial in
        let folder = try trial.folder()
        let guest = try trial.arena.words(for: "reader-program-output", ["mark": trial.secret])
        let task: [String: Any] = [
            "id": "escapes", "instruction": "nothing",
            "config": [["type": "launch", "parameters": ["command": guest]]],
            "deskhand": ["script": [["action": "key", "keys": ["Return"]]]],
        ]
        let file = HostFile(path: "\(folder)/task.json")
        try JSONSerialization.data(withJSONObject: task).write(to: URL(filePath: file.path))
        let output = trial.nextFile(in: folder)
        let words = [
            "/bin/sh", "-c", "exec timeout 60 \"$@\" 2>&1", "sh", trial.arena.program.path, "run", file.path,
            "--quiet", "--trace", "\(folder)/trace",
        ]
        var environment = ProcessInfo.processInfo.environment
        environment["TERM"] = "xterm"
        let process = try HostProcess.start(words, environment: environment, output: output.path)
        _ = HostProcess.wait(for: process)
        let shown = String(decoding: Attempt.bytes(ofFile: output.path), as: UTF8.self)
        guard shown.contains(trial.secret) else {
            throw AttackFault.unable(reason: "the words did not arrive: \(shown.suffix(200).debugDescription)")
        }
        var report = AttackReport()
        report.steps = ["printed escapes: succeeded"]
        let isRaw = shown.unicodeScalars.contains { scalar in
            (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7f...0x9f).contains(scalar.value)
                || scalar == "\u{202e}"
        }
        return trial.judge(report, succeeded: isRaw, "deskhand run printed control characters of the program")
    }
}
