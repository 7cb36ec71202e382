import Glibc

extension Attack {
    /// The files are opened for writing, and nothing is written: being let in is the success.
    static let openSettings = [
        openSetting(
            "kernel-core-pattern", "the program that takes crashes, run outside as root",
            "/proc/sys/kernel/core_pattern"),
        openSetting(
            "kernel-modprobe", "the program that loads modules, run outside as root", "/proc/sys/kernel/modprobe"),
        openSetting("kernel-sysrq", "the keys that restart the machine", "/proc/sysrq-trigger"),
        openSetting(
            "kernel-uevent-helper", "the program for new devices, run outside as root", "/sys/kernel/uevent_helper"),
        openSetting(
            "kernel-cgroup-release", "the program for empty groups, run outside as root",
            "/sys/fs/cgroup/cpu/release_agent"),
        openSetting("kernel-address-layout", "the randomisation of addresses", "/proc/sys/kernel/randomize_va_space"),
        openSetting("kernel-memory-device", "the machine's memory", "/dev/mem"),
    ]

    private static func openSetting(_ name: String, _ what: String, _ path: String) -> Attack {
        Attack(name, .kernel, .kernel, "Opens for writing \(what)", control: .asRoot) { attempt throws(AttackFault) in
            guard let file = attempt.open(path, O_WRONLY) else { return }
            close(file)
            attempt.take(word: "writable")
        } host: { trial in
            guard access(path, F_OK) == 0 else {
                throw AttackFault.notApplicable(reason: "\(path) does not exist here")
            }
            let report = try await trial.attempt()
            return trial.judge(report, succeeded: report.loot == ["writable"], "\(path) can be written")
        }
    }
}
