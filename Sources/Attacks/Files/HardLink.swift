import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    /// A hard link in the home would let a reader on the host take a file of the host for the guest's own.
    static let hardLink = Attack(
        "file-hard-link", .files, .hostFilesRead, "Links a file of the system into its home",
        control: .none(reason: "whether a hard link can be made depends on which file systems the folders lie on")
    ) { attempt throws(AttackFault) in
        let (from, to) = (try attempt["from"], try attempt["to"])
        withAddress(of: from) { from in
            _ = withAddress(of: to) { to in
                attempt.call("link", SYS_linkat, Int(AT_FDCWD), from, Int(AT_FDCWD), to, 0)
            }
        }
    } host: { trial in
        let link = try await trial.nextFile(in: trial.session.home.path)
        let report = try await trial.attempt(["from": "/etc/passwd", "to": link.path])
        var (file, original) = (stat(), stat())
        let isSame =
            lstat(link.path, &file) == 0 && stat("/etc/passwd", &original) == 0 && file.st_ino == original.st_ino
            && file.st_dev == original.st_dev
        return trial.judge(report, succeeded: isSame, "the home holds a second name of /etc/passwd")
    }
}
