import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    /// The stand-in guards nothing, so that nothing is lost where the attack succeeds.
    static let endGuardian = Attack(
        "process-kill-guardian", .processes, .hostProcesses, "Kills a guardian, so that nothing is cleaned up",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let known = try attempt.number("process")
        attempt.call("kill the guardian", SYS_kill, known, Int(SIGKILL))
    } host: { trial in
        let guardian = trial.arena.program.deletingLastPathComponent().appending(path: "deskhand-guardian")
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw AttackFault.unable(reason: "no pair of sockets") }
        defer { ends.forEach { close($0) } }
        let process = try HostProcess.start([guardian.path], environment: [:], input: ends[0])
        defer {
            kill(process, SIGKILL)
            waitpid(process, nil, 0)
        }
        let guarding = Victim(process: process, address: 0, folder: "/")
        try await Task.sleep(for: .milliseconds(100))
        guard guarding.isWell else { throw AttackFault.unable(reason: "the guardian did not start") }
        let report = try await trial.attempt(["process": "\(process)"])
        let isHurt = await trial.eventually(within: .milliseconds(300)) { !guarding.isWell }
        return trial.judge(report, succeeded: isHurt, "the guardian died")
    }
}
