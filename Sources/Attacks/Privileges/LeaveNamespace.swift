import CLinux
import Glibc

extension Attack {
    /// Each tries to see the host's /var/tmp, where a secret lies, with one more means.
    static let leaveNamespaces = [
        leave("escape-unmount", "Unmounts what hides the host's files") { attempt, _ throws(AttackFault) in
            _ = withAddress(of: "/var/tmp") { attempt.call("umount", SYS_umount2, $0, 2) }
        },
        leave("escape-own-namespace", "Makes a user namespace to become root in, and unmounts what hides files") {
            attempt, _ throws(AttackFault) in
            attempt.call("unshare", SYS_unshare, 0x1000_0000 | 0x0002_0000)
            _ = withAddress(of: "/var/tmp") { attempt.call("umount", SYS_umount2, $0, 2) }
        },
        leave("escape-join-namespace", "Joins the namespaces of a process outside") { attempt, _ throws(AttackFault) in
            for process in ["1", try attempt["process"]] {
                for kind in ["user", "mnt"] {
                    guard let file = attempt.open("/proc/\(process)/ns/\(kind)", O_RDONLY) else { continue }
                    attempt.call("setns \(kind)", SYS_setns, Int(file), 0)
                    close(file)
                }
            }
        },
        leave("escape-join-by-descriptor", "Joins the namespaces of a process outside through a pidfd") {
            attempt, _ throws(AttackFault) in
            guard let process = attempt.call("pidfd_open", SYS_pidfd_open, try attempt.number("process"), 0) else {
                return
            }
            attempt.call("setns", SYS_setns, process, 0x0002_0000)
        },
        leave("escape-chroot", "Breaks out of its root folder with chroot") { attempt, _ throws(AttackFault) in
            let place = try attempt["home"]
            _ = withAddress(of: "\(place)/cell") { SystemCall.make(SYS_mkdir, $0, 0o700) }
            _ = withAddress(of: "\(place)/cell") { attempt.call("chroot", SYS_chroot, $0) }
            for _ in 0..<64 { _ = withAddress(of: "..") { SystemCall.make(SYS_chdir, $0) } }
            _ = withAddress(of: ".") { attempt.call("chroot out", SYS_chroot, $0) }
        },
        leave("escape-mount-proc", "Mounts another /proc to find processes outside") { attempt, _ throws(AttackFault) in
            let place = try attempt["home"]
            attempt.call("unshare", SYS_unshare, 0x1000_0000 | 0x0002_0000)
            _ = withAddress(of: "\(place)/proc") { SystemCall.make(SYS_mkdir, $0, 0o700) }
            _ = withAddress(of: "proc") { proc in
                withAddress(of: "\(place)/proc") { attempt.call("mount", SYS_mount, proc, $0, proc, 0, 0) }
            }
            attempt.takeFile("\(place)/proc/\(try attempt["process"])/root\(try attempt["file"])")
        },
    ]

    private static func leave(
        _ name: String, _ summary: String,
        means: @escaping @Sendable (inout Attempt, Int) throws(AttackFault) -> Void
    ) -> Attack {
        Attack(name, .privileges, .privileges, summary, control: .withoutSandbox) { attempt throws(AttackFault) in
            // In the control nothing hides the file, and nothing may be changed on the host.
            if attempt.facts["control"] == nil { try means(&attempt, 0) }
            attempt.takeFile(try attempt["file"])
        } host: { trial in
            let victim = try trial.victim()
            let file = try trial.file(in: "/var/tmp")
            var facts = try await trial.own.merging(["file": file.path, "process": "\(victim.process)"]) { $1 }
            if trial.isControl { facts["control"] = "yes" }
            return trial.judge(try await trial.attempt(facts))
        }
    }
}
