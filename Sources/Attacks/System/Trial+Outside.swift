import Foundation
import Glibc
import Sessions

extension Trial {
    /// Runs the guest's side outside of any session, to show that the attack is real.
    ///
    /// - Parameter prefix: the words of a program that runs it.
    func attemptOutside(_ facts: [String: String] = [:], prefix: [String] = []) throws -> AttackReport {
        let output = nextFile(in: "/tmp")
        let process = try Spawn(
            words: prefix + arena.words(for: attack.name, facts), environment: ["PATH": "/usr/bin:/bin"],
            folder: URL(filePath: "/"), output: URL(filePath: output.path), errors: URL(filePath: "/dev/null")
        ).run()
        var status: Int32 = 0
        waitpid(process, &status, 0)
        return try Trial.report(output.text, .exited(status: (status >> 8) & 0xff), "")
    }
}
