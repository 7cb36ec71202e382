import Foundation

/// A D-Bus session bus of a private session's own.
struct MessageBus {
    /// What `$DBUS_SESSION_BUS_ADDRESS` is.
    let address: String
    private let program: Program

    /// - Parameters:
    ///   - environment: what services that the bus starts will see.
    ///   - launcher: starts it where programs run too: services of the bus could do for a program what that may not.
    init(folder: SessionFolder, environment: [String: String], launcher: LaunchClient) throws(SessionError) {
        let ready = try ReadyLine()
        let address = "unix:path=\(MessageBus.escaped(folder.runtime.appending(path: "bus").path))"
        let words = [
            "dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=\(address)", "--print-address=1",
        ]
        program = try Program(
            words, by: launcher, environment: environment.merging(["DBUS_SESSION_BUS_ADDRESS": address]) { $1 },
            folder: folder.home, logs: folder.logs, answers: ready.writing)
        self.address = try ready.wait(for: program, seconds: 20)
    }

    /// A path as a value in an address: the D-Bus specification has bytes other than these as `%` and two digits.
    static func escaped(_ path: String) -> String {
        let plain = Set("-_/.\\*0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
        return path.utf8.map { byte in
            plain.contains(byte) ? String(UnicodeScalar(byte)) : "%" + byte.hexadecimal
        }.joined()
    }
}
