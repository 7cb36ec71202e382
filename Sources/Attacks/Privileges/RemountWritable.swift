import CLinux
import Foundation
import Glibc

extension Attack {
    static let remountWritable = Attack(
        "escape-remount", .privileges, .privileges, "Makes the system's folders writable by mounting them again",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        if attempt.facts["control"] == nil {
            let folder = try attempt["folder"]
            for isUnshared in [false, true] {
                if isUnshared { attempt.call("unshare", SYS_unshare, 0x1000_0000 | 0x0002_0000) }
                for place in ["/", "/usr", folder] {
                    _ = withAddress(of: place) { attempt.call("remount \(place)", SYS_mount, 0, $0, 0, 0x1020, 0) }
                }
            }
        }
        attempt.plant(try attempt["mark"], in: try attempt["file"])
    } host: { trial in
        let folder = trial.arena.program.deletingLastPathComponent().path
        try trial.requireWritable(folder)
        let file = trial.nextFile(in: folder)
        var facts = ["file": file.path, "folder": folder, "mark": trial.secret]
        if trial.isControl { facts["control"] = "yes" }
        let report = try await trial.attempt(facts)
        return trial.judge(report, succeeded: file.exists, "the file appeared on the host")
    }
}
