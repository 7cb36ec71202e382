import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    static let readDisks = [
        readDisk("device-disk", "Reads the disk of the host by its name in /dev") { attempt throws(AttackFault) in
            try attempt["path"]
        },
        readDisk("device-make-node", "Makes a device node for the host's disk, and reads it") {
            attempt throws(AttackFault) in
            let (node, number) = ("\(try attempt["home"])/disk", try attempt.number("device"))
            _ = withAddress(of: node) { attempt.call("mknod", SYS_mknod, $0, 0o60600, number) }
            return node
        },
    ]

    private static func readDisk(
        _ name: String, _ summary: String, path: @escaping @Sendable (inout Attempt) throws(AttackFault) -> String
    ) -> Attack {
        Attack(name, .devices, .devices, summary, control: .asRoot) { attempt throws(AttackFault) in
            guard let file = attempt.open(try path(&attempt), O_RDONLY) else { return }
            defer { close(file) }
            attempt.take(word: Hexadecimal.text(Disk.sample(of: file)))
        } host: { trial in
            guard let disk = Disk.first else {
                throw AttackFault.notApplicable(reason: "this user cannot read any disk")
            }
            let session = try await trial.session
            trial.afterwards { unlink("\(session.home.path)/disk") }
            let facts = ["path": disk.path, "device": "\(disk.device)", "home": session.home.path]
            let report = try await trial.attempt(facts)
            return trial.judge(report, succeeded: report.loot.contains(disk.sample), "it read \(disk.path)")
        }
    }
}

/// A disk of this machine that can be read.
struct Disk {
    let path: String
    let device: UInt
    let sample: String

    static var first: Disk? {
        for name in ((try? FileManager.default.contentsOfDirectory(atPath: "/dev")) ?? []).sorted() {
            guard name.hasPrefix("vd") || name.hasPrefix("sd") || name.hasPrefix("nvme") || name.hasPrefix("xvd") else {
                continue
            }
            let path = "/dev/\(name)"
            var status = stat()
            guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFBLK else { continue }
            let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard file >= 0 else { continue }
            defer { close(file) }
            let bytes = sample(of: file)
            guard bytes.contains(where: { $0 != 0 }) else { continue }
            return Disk(path: path, device: UInt(status.st_rdev), sample: Hexadecimal.text(bytes))
        }
        return nil
    }

    /// The part of a file system's head that holds its identity, which only a reader of the disk knows.
    static func sample(of file: Int32) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = pread(file, &bytes, bytes.count, 1024 + 96)
        return Array(bytes.prefix(max(0, count)))
    }
}
