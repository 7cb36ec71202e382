import Foundation
import Glibc

extension Attack {
    /// What the kernel says, on the host, of a guest's process.
    static let checkPrivileges = [
        privilege("privilege-capabilities", "Holds capabilities, or could gain them", control: .withoutSandbox) {
            status in
            let held = ["CapPrm", "CapEff", "CapBnd", "CapInh", "CapAmb"].filter {
                status[$0]?.contains { $0 != "0" } ?? true
            }
            return held.isEmpty ? nil : held.map { "\($0) \(status[$0] ?? "unknown")" }.joined(separator: ", ")
        },
        privilege("privilege-from-executables", "Gains privileges from set-user-ID programs", control: .withoutSandbox)
        {
            status in
            status["NoNewPrivs"] == "1" ? nil : "NoNewPrivs is \(status["NoNewPrivs"] ?? "unknown")"
        },
        privilege("privilege-system-calls", "Makes any system call, without a filter", control: .withoutSandbox) {
            status in
            status["Seccomp"] == "2" ? nil : "Seccomp is \(status["Seccomp"] ?? "unknown")"
        },
    ]

    private static func privilege(
        _ name: String, _ summary: String, control: AttackControl,
        flaw: @escaping @Sendable ([String: String]) -> String?
    ) -> Attack {
        Attack(name, .privileges, .privileges, summary, control: control) { attempt throws(AttackFault) in
            attempt.note("slept to be looked at")
            usleep(400_000)
        } host: { trial in
            let mark = Secret.name()
            async let report = trial.attempt(["mark": mark])
            var status = ""
            _ = await trial.eventually {
                let guest = Attempt.processes().first { process in
                    let line = String(decoding: Attempt.bytes(ofFile: "/proc/\(process)/cmdline"), as: UTF8.self)
                    return line.hasPrefix(trial.arena.program.path) && line.contains(mark)
                }
                guard let guest else { return false }
                status = HostFile(path: "/proc/\(guest)/status").text
                return !status.isEmpty
            }
            let finished = try await report
            guard !status.isEmpty else { throw AttackFault.unable(reason: "the guest's process was not found") }
            let found = flaw(Attack.fields(of: status))
            return trial.judge(finished, succeeded: found != nil, found ?? "")
        }
    }

    private static func fields(of status: String) -> [String: String] {
        let pairs = status.split(separator: "\n").compactMap { line -> (String, String)? in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0].dropLast()), String(parts[1])) : nil
        }
        return Dictionary(pairs) { first, _ in first }
    }
}
