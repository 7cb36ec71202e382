import Foundation
import Glibc
import Sessions

extension Attack {
    static let endOwnServer = Attack(
        "x11-end-servers", .display, .ownDisplay, "Ends every X server that it can see, to disturb other sessions",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        for process in Attempt.processes() where process == Int32(attempt.facts["server"] ?? "") {
            attempt.call("kill the other X server \(process)", 62, Int(process), Int(SIGTERM))
        }
        attempt.note("looked for X servers")
    } host: { trial in
        let other = try await trial.other
        let server = Attempt.processes().first { process in
            let words = Attempt.bytes(ofFile: "/proc/\(process)/cmdline")
            return String(decoding: words, as: UTF8.self).contains(other.environment["XAUTHORITY"] ?? "-")
                && words.starts(with: Array("Xvfb".utf8))
        }
        guard let server else { throw AttackFault.unable(reason: "the other session's X server was not found") }
        let report = try await trial.attempt(["server": "\(server)"])
        let isGone = await trial.eventually(within: .milliseconds(500)) { (try? other.checkAlive()) == nil }
        return trial.judge(report, succeeded: isGone, "the X server of the other session is gone")
    }
}
