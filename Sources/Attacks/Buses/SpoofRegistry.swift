import Foundation
import Glibc
import Sessions

extension Attack {
    /// Whoever has the registry's name tells assistive technology, and Deskhand, what the programs of that desktop show.
    static let spoofRegistries = [
        spoofRegistry("bus-spoof-other-session", "another session's accessibility bus") { trial in
            let run = try await trial.other.root.appending(path: "run").path
            return BusGreeting.sockets(below: run).first { $0.contains("at-spi") }
        },
        spoofRegistry(
            "bus-spoof-user", "the user's own accessibility bus",
            control: .none(reason: "many machines have no accessibility bus of the user")
        ) { _ in
            let folders = ["/run/user/\(getuid())/at-spi", "\(NSHomeDirectory())/.cache/at-spi"]
            return folders.flatMap(BusGreeting.sockets).first
        },
    ]

    private static func spoofRegistry(
        _ name: String, _ what: String, control: AttackControl = .withoutSandbox,
        socket: @escaping @Sendable (Trial) async throws -> String?
    ) -> Attack {
        Attack(
            name, .buses, .buses, "Registers as the registry of programs at \(what), and as a program there",
            control: control
        ) { attempt throws(AttackFault) in
            let (path, output) = (try attempt["path"], "\(try attempt["home"])/spoofed")
            let name = "org.deskhand.\(try attempt["mark"])"
            for words in [["org.a11y.atspi.Registry", "uint32:6"], [name, "uint32:4"]] {
                let call = [
                    "dbus-send", "--bus=unix:path=\(path)", "--print-reply", "--reply-timeout=3000",
                    "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.RequestName", "string:\(words[0])",
                    words[1],
                ]
                let process = try HostProcess.start(
                    call, environment: ProcessInfo.processInfo.environment, output: output)
                attempt.note("\(words[0]): status \(HostProcess.wait(for: process))")
            }
            // 1: it owns the name now; 2: it waits for it; 3: others have it and it was told so by the bus.
            if String(decoding: Attempt.bytes(ofFile: output), as: UTF8.self).contains("uint32") {
                attempt.take(word: try attempt["mark"])
            }
            unlink(output)
        } host: { trial in
            guard let path = try await socket(trial), access(path, F_OK) == 0 else {
                throw AttackFault.notApplicable(reason: "\(what) is not there")
            }
            let facts = ["path": path, "mark": trial.secret, "home": try await trial.session.home.path]
            let report = try await trial.attempt(facts)
            return trial.judge(report, succeeded: report.loot.contains(trial.secret), "the bus gave it a name")
        }
    }
}
