import CLinux
import Glibc

extension Attack {
    static let readKernelLog = Attack(
        "device-kernel-log", .devices, .devices, "Reads the kernel's log, which names programs and addresses",
        control: .asRoot
    ) { attempt throws(AttackFault) in
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = bytes.withUnsafeMutableBytes {
            attempt.call("syslog", SYS_syslog, 3, SystemCall.address($0.baseAddress), $0.count)
        }
        if let count { attempt.take(bytes.prefix(count)) }
        attempt.takeFile("/dev/kmsg")
    } host: { trial in
        let log = open("/dev/kmsg", O_WRONLY | O_CLOEXEC)
        guard log >= 0 else {
            throw AttackFault.notApplicable(reason: "this user cannot write a line to the kernel's log")
        }
        defer { close(log) }
        guard write(log, trial.secret + "\n", trial.secret.utf8.count + 1) > 0 else {
            throw AttackFault.notApplicable(reason: "this kernel takes no lines for its log")
        }
        guard KernelLog.secrets().contains(trial.secret) else {
            throw AttackFault.notApplicable(reason: "this kernel keeps no lines in its log")
        }
        return trial.judge(try await trial.attempt())
    }
}

/// The kernel's log, as the host reads it.
private enum KernelLog {
    static func secrets() -> [String] {
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = bytes.withUnsafeMutableBytes {
            SystemCall.make(SYS_syslog, 3, SystemCall.address($0.baseAddress), $0.count)
        }
        return Secret.found(in: bytes.prefix(max(0, count)))
    }
}
