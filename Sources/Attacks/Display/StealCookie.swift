import Foundation
import Sessions
import X11Desktop

extension Attack {
    static let stealCookie = Attack(
        "x11-steal-cookie", .display, .otherDisplay,
        "Reads another session's authority file, by its path or by what command lines name", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        var files = [try attempt["file"]]
        for process in Attempt.processes() {
            let words = Attempt.bytes(ofFile: "/proc/\(process)/cmdline").split(separator: 0).map {
                String(decoding: $0, as: UTF8.self)
            }
            files += words.filter { $0.hasSuffix("Xauthority") }
        }
        attempt.note("found \(files.count) authority files")
        for file in files {
            attempt.note("read \(file)", Attempt.bytes(ofFile: file).count)
            attempt.take(word: Hexadecimal.text(Attempt.bytes(ofFile: file).suffix(16)))
        }
    } host: { trial in
        let other = try await trial.other
        let report = try await trial.attempt(["file": other.environment["XAUTHORITY"] ?? ""])
        let cookie = Hexadecimal.text(other.address.cookie ?? [])
        return trial.judge(report, succeeded: report.loot.contains(cookie), "the cookie of the other display was read")
    }
}
