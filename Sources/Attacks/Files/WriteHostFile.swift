import Foundation
import Glibc

extension Attack {
    static let writeHostFiles = [
        writeHostFile("file-write-temporary", "/tmp") { _ in "/tmp" },
        writeHostFile("file-write-var-tmp", "/var/tmp") { _ in "/var/tmp" },
        writeHostFile("file-write-home", "the user's home") { _ in NSHomeDirectory() },
        writeHostFile("file-write-etc", "/etc", control: .asRoot) { _ in "/etc" },
        writeHostFile("file-write-run", "/run", control: .asRoot) { _ in "/run" },
        writeHostFile("file-write-shared-memory", "/dev/shm") { _ in "/dev/shm" },
        writeHostFile("file-write-beside-executable", "the folder of our own executable") {
            $0.arena.program.deletingLastPathComponent().path
        },
    ]

    private static func writeHostFile(
        _ name: String, _ what: String, control: AttackControl = .withoutSandbox,
        folder: @escaping @Sendable (Trial) -> String
    ) -> Attack {
        Attack(name, .files, .hostFilesWritten, "Makes a file in \(what)", control: control) {
            attempt throws(AttackFault) in
            attempt.plant(try attempt["mark"], in: try attempt["file"])
        } host: { trial in
            let folder = folder(trial)
            try trial.requireWritable(folder)
            let file = trial.nextFile(in: folder)
            let report = try await trial.attempt(["mark": trial.secret, "file": file.path])
            return trial.judge(report, succeeded: file.exists, "the file appeared on the host")
        }
    }
}
