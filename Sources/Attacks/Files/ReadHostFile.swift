import Foundation

extension Attack {
    static let readHostFiles = [
        readHostFile("file-read-temporary", "a temporary file of the user") { "/tmp" },
        readHostFile("file-read-var-tmp", "a file in /var/tmp") { "/var/tmp" },
        readHostFile("file-read-home", "a file in the user's home") { NSHomeDirectory() },
        readHostFile("file-read-run", "a file in /run", control: .asRoot) { "/run" },
        readHostFile("file-read-shared-memory", "a file in /dev/shm") { "/dev/shm" },
    ]

    private static func readHostFile(
        _ name: String, _ what: String, control: AttackControl = .withoutSandbox,
        folder: @escaping @Sendable () -> String
    ) -> Attack {
        Attack(name, .files, .hostFilesRead, "Reads \(what)", control: control) { attempt throws(AttackFault) in
            attempt.takeFile(try attempt["file"])
        } host: { trial in
            let file = try trial.file(in: folder())
            return trial.judge(try await trial.attempt(["file": file.path]))
        }
    }
}
