import CLinux
import Glibc

extension Attack {
    static let hurtVictims = [
        hurtVictim("process-kill", "Kills another program", effect: "it died") { attempt throws(AttackFault) in
            attempt.call("kill", SYS_kill, try attempt.number("process"), Int(SIGKILL))
        },
        hurtVictim("process-kill-group", "Kills the process group of another program", effect: "it died") {
            attempt throws(AttackFault) in
            attempt.call("kill the group", SYS_kill, -(try attempt.number("process")), Int(SIGKILL))
        },
        hurtVictim("process-kill-by-descriptor", "Kills another program with pidfd_send_signal", effect: "it died") {
            attempt throws(AttackFault) in
            guard let process = attempt.call("pidfd_open", SYS_pidfd_open, try attempt.number("process"), 0) else {
                return
            }
            attempt.call("pidfd_send_signal", SYS_pidfd_send_signal, process, Int(SIGKILL), 0, 0)
        },
        hurtVictim("process-stop", "Stops another program, so that it answers nothing", effect: "it stands still") {
            attempt throws(AttackFault) in
            attempt.call("kill with SIGSTOP", SYS_kill, try attempt.number("process"), Int(SIGSTOP))
        },
        hurtVictim("process-trace", "Traces another program and ends it with itself", effect: "it died") {
            attempt throws(AttackFault) in
            attempt.call("ptrace seize", SYS_ptrace, 0x4206, try attempt.number("process"), 0, 0x0010_0000)
        },
    ]

    private static func hurtVictim(
        _ name: String, _ summary: String, effect: String,
        guest: @escaping @Sendable (inout Attempt) throws(AttackFault) -> Void
    ) -> Attack {
        Attack(name, .processes, .hostProcesses, summary, control: .withoutSandbox, guest: guest) { trial in
            let victim = try trial.victim()
            let report = try await trial.attempt(["process": "\(victim.process)"])
            let isHurt = await trial.eventually(within: .milliseconds(300)) { !victim.isWell }
            return trial.judge(report, succeeded: isHurt, effect)
        }
    }
}
