import Foundation

/// A D-Bus session bus of a private session's own.
struct MessageBus {
    /// What `$DBUS_SESSION_BUS_ADDRESS` is.
    let address: String
    private let program: Program

    /// - Parameters:
    ///   - environment: what services that the bus starts will see.
    ///   - sandbox: where the bus runs and with it those services, which could do for a program what that may not.
    init(folder: SessionFolder, environment: [String: String], sandbox: Sandbox?) throws(SessionError) {
        let ready = try ReadyLine()
        let path = folder.runtime.appending(path: "bus").path
        let words = [
            "dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=unix:path=\(path)", "--print-address=1",
        ]
        program = try Program(
            sandbox?.applied(to: words) ?? words, name: words[0],
            environment: environment.merging(["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(path)"]) { $1 },
            folder: folder.home, logs: folder.logs, answers: ready.writing)
        address = try ready.wait(for: program, seconds: 20)
    }
}
