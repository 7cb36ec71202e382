import Foundation
import Glibc

extension Attack {
    /// A bus that ran outside would start the service outside.
    static let activateService = Attack(
        "bus-activate-service", .buses, .buses, "Has its own message bus start a service that reads a file of the host",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let (home, file) = (try attempt["home"], try attempt["file"])
        let folder = "\(home)/.local/share/dbus-1/services"
        try? FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let script = "\(home)/activated.sh"
        attempt.plant("cat \(file) > \(home)/activated 2>&1\necho done >> \(home)/activated\nsleep 1\n", in: script)
        let name = "org.deskhand.Attack"
        attempt.plant("[D-BUS Service]\nName=\(name)\nExec=/bin/sh \(script)\n", in: "\(folder)/\(name).service")
        for words in [["ReloadConfig"], ["StartServiceByName", "string:\(name)", "uint32:0"]] {
            let call = [
                "dbus-send", "--session", "--print-reply", "--reply-timeout=3000", "--dest=org.freedesktop.DBus", "/",
            ]
            try attempt.run(call + ["org.freedesktop.DBus.\(words[0])"] + words.dropFirst())
        }
        let isDone = (0..<100).contains { _ in
            usleep(20_000)
            return String(decoding: Attempt.bytes(ofFile: "\(home)/activated"), as: UTF8.self).contains("done")
        }
        guard isDone else { throw .unable(reason: "the bus did not start the service") }
        attempt.takeFile("\(home)/activated")
    } host: { trial in
        let file = try trial.file(in: "/var/tmp")
        return trial.judge(try await trial.attempt(trial.own.merging(["file": file.path]) { $1 }))
    }
}
