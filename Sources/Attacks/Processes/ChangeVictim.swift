import CLinux
import Glibc

extension Attack {
    static let limitVictim = Attack(
        "process-limit", .processes, .hostProcesses, "Takes file descriptors from another program with prlimit",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        var limit = rlimit(rlim_cur: 77, rlim_max: 77)
        let process = try attempt.number("process")
        withUnsafePointer(to: &limit) { limit in
            _ = attempt.call("prlimit", SYS_prlimit64, process, 7, SystemCall.address(limit), 0)
        }
    } host: { trial in
        let victim = try trial.victim()
        let report = try await trial.attempt(["process": "\(victim.process)"])
        let limits = HostFile(path: "/proc/\(victim.process)/limits").text
        let isLimited = limits.contains(#/Max open files\s+77 /#)
        return trial.judge(report, succeeded: isLimited, "its limit of open files is 77")
    }

    static let offerVictimToKiller = Attack(
        "process-offer-to-killer", .processes, .hostProcesses,
        "Makes another program the first to be killed when memory runs out", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        attempt.plant("987", in: "/proc/\(try attempt.number("process"))/oom_score_adj", 0)
    } host: { trial in
        let victim = try trial.victim()
        let report = try await trial.attempt(["process": "\(victim.process)"])
        let score = HostFile(path: "/proc/\(victim.process)/oom_score_adj").text
        return trial.judge(report, succeeded: score == "987\n", "its oom_score_adj is 987")
    }

    static let slowVictim = Attack(
        "process-lower-priority", .processes, .hostProcesses, "Lowers another program's priority",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        attempt.call("setpriority", SYS_setpriority, 0, try attempt.number("process"), 13)
    } host: { trial in
        let victim = try trial.victim()
        let report = try await trial.attempt(["process": "\(victim.process)"])
        let priority = getpriority(Int32(PRIO_PROCESS.rawValue), id_t(victim.process))
        return trial.judge(report, succeeded: priority == 13, "its nice value is 13")
    }
}
