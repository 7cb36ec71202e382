import Foundation

/// A D-Bus session bus of a private session's own.
struct MessageBus {
    /// What `$DBUS_SESSION_BUS_ADDRESS` is.
    let address: String
    private let program: Program

    /// - Parameter environment: what services that the bus starts will see.
    init(folder: SessionFolder, environment: [String: String]) throws(SessionError) {
        let ready = try ReadyLine()
        let path = folder.runtime.appending(path: "bus").path
        program = try Program(
            [
                "dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=unix:path=\(path)",
                "--print-address=1",
            ],
            environment: environment.merging(["DBUS_SESSION_BUS_ADDRESS": "unix:path=\(path)"]) { $1 },
            folder: folder.home, logs: folder.logs, answers: ready.writing)
        address = try ready.wait(for: program, seconds: 20)
    }
}
