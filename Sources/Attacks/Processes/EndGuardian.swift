import CSystemCalls
import Foundation
import Glibc
import Sessions

extension Attack {
    /// The stand-in guards nothing, so that nothing is lost where the attack succeeds.
    static let endGuardian = Attack(
        "process-kill-guardian", .processes, .hostProcesses, "Kills a guardian, so that nobody cleans up",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let known = try attempt.number("process")
        attempt.call("kill the guardian", SYS_kill, known, Int(SIGKILL))
    } host: { trial in
        let guardian = trial.arena.program.deletingLastPathComponent().appending(path: "deskhand-guardian")
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw AttackFault.unable(reason: "no pipe") }
        defer { ends.forEach { close($0) } }
        let null = URL(filePath: "/dev/null")
        let process = try Spawn(
            words: [guardian.path], environment: [:], folder: URL(filePath: "/"), input: ends[0], output: null,
            errors: null
        ).run()
        defer {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        let report = try await trial.attempt(["process": "\(process)"])
        let victim = Victim(process: process, address: 0, folder: "/")
        let isHurt = await trial.eventually(within: .milliseconds(300)) { !victim.isWell }
        return trial.judge(report, succeeded: isHurt, "the guardian died")
    }
}
