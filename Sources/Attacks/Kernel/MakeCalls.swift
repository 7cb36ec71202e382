import CLinux
import Glibc

extension Attack {
    /// Calls that widen what a guest can attack in the kernel, each made in a form that changes nothing.
    static let makeCalls = [
        makeCall("kernel-load-program", "Loads a map for programs in the kernel (bpf)") { attempt in
            let map: [UInt32] = [2, 4, 8, 1] + [UInt32](repeating: 0, count: 28)
            return map.withUnsafeBytes { attempt.call("bpf", SYS_bpf, 0, SystemCall.address($0.baseAddress), $0.count) }
        },
        makeCall("kernel-observe-all", "Measures what every program does (perf_event_open)") { attempt in
            let request: [UInt32] = [1, 128] + [UInt32](repeating: 0, count: 30)
            return request.withUnsafeBytes {
                attempt.call("perf_event_open", SYS_perf_event_open, SystemCall.address($0.baseAddress), -1, 0, -1, 0)
            }
        },
        makeCall("kernel-load-module", "Loads a module into the kernel") { attempt in
            // An empty module is refused with ENOEXEC, but only after the right to load one has been checked.
            let result = withAddress(of: "") { SystemCall.make(SYS_init_module, $0, 0, $0) }
            attempt.note("init_module", result)
            return result == -Int(ENOEXEC) ? 1 : nil
        },
        makeCall("kernel-group", "Makes a new control group") { attempt in
            let path = "/sys/fs/cgroup/cpu/\(Secret.name())"
            let made = withAddress(of: path) { attempt.call("mkdir \(path)", SYS_mkdir, $0, 0o700) }
            rmdir(path)
            return made
        },
    ]

    private static func makeCall(
        _ name: String, _ summary: String, _ call: @escaping @Sendable (inout Attempt) -> Int?
    ) -> Attack {
        Attack(name, .kernel, .kernel, summary, control: .asRoot) { attempt throws(AttackFault) in
            if call(&attempt) != nil { attempt.take(word: "allowed") }
            if attempt.isMissing { throw .notApplicable(reason: "this kernel has no such call") }
        } host: { trial in
            let report = try await trial.attempt()
            return trial.judge(report, succeeded: report.loot == ["allowed"], "the kernel carried it out")
        }
    }

    static let renameHost = Attack(
        "kernel-host-name", .kernel, .kernel, "Renames the machine",
        control: .none(reason: "it would rename this machine")
    ) { attempt throws(AttackFault) in
        let name = try attempt["mark"]
        _ = withAddress(of: name) { attempt.call("sethostname", SYS_sethostname, $0, name.utf8.count) }
    } host: { trial in
        guard !trial.isControl else { throw AttackFault.notApplicable(reason: "it would rename this machine") }
        let before = HostFile(path: "/proc/sys/kernel/hostname").text
        let report = try await trial.attempt(["mark": Secret.name()])
        let after = HostFile(path: "/proc/sys/kernel/hostname").text
        if after != before { sethostname(String(before.dropLast()), before.utf8.count - 1) }
        return trial.judge(report, succeeded: after != before, "the machine was renamed")
    }
}
