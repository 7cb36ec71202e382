import Foundation
import Sessions

extension Attack {
    static let readOtherHome = Attack(
        "file-read-other-session", .files, .otherSession, "Reads a file in another session's home",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        attempt.takeFile(try attempt["file"])
    } host: { trial in
        let file = try await trial.file(in: trial.other.home.path)
        return trial.judge(try await trial.attempt(["file": file.path]))
    }

    static let writeOtherHome = Attack(
        "file-write-other-session", .files, .otherSession, "Makes a file in another session's home",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        attempt.plant(try attempt["mark"], in: try attempt["file"])
    } host: { trial in
        let file = try await trial.nextFile(in: trial.other.home.path)
        let report = try await trial.attempt(["mark": trial.secret, "file": file.path])
        return trial.judge(report, succeeded: file.exists, "the file appeared in the other home")
    }
}
