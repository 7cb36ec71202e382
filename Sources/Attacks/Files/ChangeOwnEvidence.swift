import Foundation
import Sessions

extension Attack {
    /// What Deskhand keeps about a session lies beside the guest's home, and is Deskhand's alone.
    static let changeOwnEvidence = Attack(
        "file-write-own", .files, .hostFilesWritten, "Writes where Deskhand keeps its own files of the session",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        for file in try attempt["files"].split(separator: "\n") { attempt.plant(try attempt["mark"], in: String(file)) }
    } host: { trial in
        let session = try await trial.session
        let folders = ["", "own", "own/readable", "own/logs", "logs"].map { session.root.appending(path: $0).path }
            .filter { FileManager.default.fileExists(atPath: $0) }
        let files = folders.map { trial.nextFile(in: $0) }
        let told = files.map(\.path).joined(separator: "\n")
        let report = try await trial.attempt(["mark": trial.secret, "files": told])
        let written = files.filter(\.exists).map(\.path)
        return trial.judge(report, succeeded: !written.isEmpty, "written: \(written.joined(separator: ", "))")
    }
}
