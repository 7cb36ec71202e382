import Foundation
import Glibc
import Sessions

extension Trial {
    /// Runs the guest's side outside of any session, to show that the attack is real.
    ///
    /// - Parameter prefix: the words of a program that runs it.
    func attemptOutside(_ facts: [String: String] = [:], prefix: [String] = []) throws -> AttackReport {
        let output = nextFile(in: "/tmp")
        let process = try HostProcess.start(
            prefix + arena.words(for: attack.name, facts), environment: ["PATH": "/usr/bin:/bin"], output: output.path)
        let status = HostProcess.wait(for: process)
        return try Trial.report(output.text, .exited(status: status), "")
    }
}
