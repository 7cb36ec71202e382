import CLinux
import Foundation
import Glibc
import Sessions

extension Attack {
    /// Each plants something in the home under the name of a result that the host will read.
    static let plantFiles = [
        plant("reader-link", "a symbolic link to a file of the host", control: .standIn) {
            attempt throws(AttackFault) in
            try attempt.link(from: try attempt["file"], to: "\(try attempt["home"])/result")
            return "result"
        },
        plant("reader-link-to-folder", "a symbolic link to a folder of the host", control: .standIn) {
            attempt throws(AttackFault) in
            let parts = try attempt["file"].split(separator: "/")
            try attempt.link(from: "/" + parts.dropLast().joined(separator: "/"), to: "\(try attempt["home"])/results")
            return "results/\(parts.last ?? "")"
        },
        plant(
            "reader-pipe", "a pipe without a writer",
            control: .none(reason: "a reader that blocks would not come back")
        ) { attempt throws(AttackFault) in
            let path = "\(try attempt["home"])/pipe"
            _ = withAddress(of: path) { attempt.call("mknod", SYS_mknod, $0, 0o10600, 0) }
            return "pipe"
        },
        plant(
            "reader-large-file", "a file of two gigabytes that takes no room",
            control: .none(reason: "a reader without a limit would fill the memory of this machine")
        ) { attempt throws(AttackFault) in
            let path = "\(try attempt["home"])/large"
            guard let file = attempt.open(path, O_WRONLY | O_CREAT) else { return "large" }
            attempt.call("ftruncate", SYS_ftruncate, Int(file), 2 << 30)
            close(file)
            return "large"
        },
    ]

    private static func plant(
        _ name: String, _ what: String, control: AttackControl,
        guest: @escaping @Sendable (inout Attempt) throws(AttackFault) -> String
    ) -> Attack {
        Attack(name, .readers, .readers, "Leaves \(what) where a result is read", control: control) {
            attempt throws(AttackFault) in
            attempt.take(word: try guest(&attempt))
        } host: { trial in
            let home = try await trial.session.home
            let file = try trial.file(in: "/var/tmp")
            let report = try await trial.attempt(["home": home.path, "file": file.path])
            let name = report.loot.first ?? ""
            trial.afterwards { for left in ["result", "results", "pipe", "large"] { unlink("\(home.path)/\(left)") } }
            guard access("\(home.path)/\(name)", F_OK) == 0 || trial.isLink("\(home.path)/\(name)") else {
                throw AttackFault.unable(reason: "the guest could not plant \(name)")
            }
            let reading = ResultReading(home: home, name: name, isNaive: trial.isControl)
            guard await trial.eventually(within: .seconds(10), { reading.isDone }) else {
                return .broken(evidence: "the reader did not come back from \(name)")
            }
            let bytes = reading.bytes
            let isRead =
                Secret.found(in: bytes.prefix(4096)).contains(trial.secret) || bytes.count > ResultReading.limit
            return trial.judge(report, succeeded: isRead, "the host read \(bytes.count) bytes through \(name)")
        }
    }

    /// The name leads to a folder of the guest's at one moment, and to one of the host's at the next.
    static let swapFolder = Attack(
        "reader-race", .readers, .readers, "Swaps a folder for a link while the host reads below it", control: .standIn
    ) { attempt throws(AttackFault) in
        let (home, file) = (try attempt["home"], try attempt["file"])
        let parts = file.split(separator: "/")
        _ = withAddress(of: "\(home)/swap") { attempt.call("mkdir", SYS_mkdir, $0, 0o700) }
        attempt.plant("harmless", in: "\(home)/swap/\(parts.last ?? "")")
        try attempt.link(from: "/" + parts.dropLast().joined(separator: "/"), to: "\(home)/swap-link")
        let end = ContinuousClock.now + .seconds(2)
        var count = 0
        while ContinuousClock.now < end {
            _ = withAddress(of: "\(home)/swap") { one in
                withAddress(of: "\(home)/swap-link") {
                    SystemCall.make(SYS_renameat2, Int(AT_FDCWD), one, Int(AT_FDCWD), $0, 2)
                }
            }
            count += 1
        }
        attempt.note("swapped", count)
    } host: { trial in
        let home = try await trial.session.home
        let file = try trial.file(in: "/var/tmp")
        trial.afterwards {
            for name in ["swap", "swap-link"] { try? FileManager.default.removeItem(atPath: "\(home.path)/\(name)") }
        }
        async let report = trial.attempt(["home": home.path, "file": file.path])
        let name = "swap/\(file.path.split(separator: "/").last ?? "")"
        let deadline = ContinuousClock.now + .seconds(2)
        var isRead = false
        while !isRead, ContinuousClock.now < deadline {
            for _ in 0..<200 where !isRead {
                let bytes = ResultReading.read(home: home, name: name, isNaive: trial.isControl)
                isRead = Secret.found(in: bytes).contains(trial.secret)
            }
            await Task.yield()
        }
        return trial.judge(try await report, succeeded: isRead, "the host read its own file below the guest's folder")
    }
}

extension Attempt {
    fileprivate mutating func link(from target: String, to place: String) throws(AttackFault) {
        unlink(place)
        _ = withAddress(of: target) { target in
            withAddress(of: place) { call("symlink \(place)", SYS_symlink, target, $0) }
        }
    }
}

extension Trial {
    fileprivate func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0
    }
}
