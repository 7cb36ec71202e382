import Foundation
import Glibc
import Sessions

extension Attack {
    static let reachBuses = [
        reachBus("bus-of-other-session", "message bus of another session") { trial in
            let address = try await trial.other.environment["DBUS_SESSION_BUS_ADDRESS"] ?? ""
            return BusGreeting.path(in: address)
        },
        reachBus("bus-of-accessibility", "accessibility bus of another session") { trial in
            let run = try await trial.other.root.appending(path: "run").path
            return BusGreeting.sockets(below: run).first { $0.contains("at-spi") }
        },
        reachBus("bus-of-system", "system's message bus", control: .none(reason: "many machines have no system bus")) {
            _ in
            "/run/dbus/system_bus_socket"
        },
        reachBus("bus-of-user", "user's own message bus", control: .none(reason: "many machines have no user bus")) {
            _ in
            "/run/user/\(getuid())/bus"
        },
        reachBus(
            "bus-of-service-manager", "user's service manager, which starts programs outside",
            control: .none(reason: "many machines have no systemd")
        ) { _ in
            "/run/user/\(getuid())/systemd/private"
        },
    ]

    private static func reachBus(
        _ name: String, _ what: String, control: AttackControl = .withoutSandbox,
        socket: @escaping @Sendable (Trial) async throws -> String?
    ) -> Attack {
        Attack(name, .buses, .buses, "Authenticates at the \(what)", control: control) { attempt throws(AttackFault) in
            let path = try attempt["path"]
            for endpoint in [Endpoint.path(path), .abstract(path)] {
                guard let socket = attempt.connect(to: endpoint) else { continue }
                attempt.take(word: BusGreeting.identity(over: socket))
            }
        } host: { trial in
            guard let path = try await socket(trial), access(path, F_OK) == 0 else {
                throw AttackFault.notApplicable(reason: "there is no \(what) here")
            }
            let own = Endpoint.path(path).connect()
            guard own >= 0 else { throw AttackFault.notApplicable(reason: "the \(what) refuses connections") }
            let identity = BusGreeting.identity(over: own)
            let report = try await trial.attempt(["path": path])
            return trial.judge(report, succeeded: report.loot.contains(identity), "the bus let it in")
        }
    }
}

/// The first lines of a conversation with a D-Bus server.
enum BusGreeting {
    /// Authenticates as the user that we are, and returns the server's identity, which it tells only then.
    static func identity(over socket: Int32) -> String {
        defer { close(socket) }
        SocketTime.limit(socket, seconds: 2)
        let hello = "\0AUTH EXTERNAL \(Hexadecimal.text(Array("\(getuid())".utf8)))\r\n"
        _ = send(socket, hello, hello.utf8.count, Int32(MSG_NOSIGNAL))
        var bytes = [UInt8](repeating: 0, count: 200)
        let count = recv(socket, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(
            in: .whitespacesAndNewlines)
    }

    /// The path in an address such as `unix:path=/run/bus,guid=…`.
    static func path(in address: String) -> String? {
        address.firstMatch(of: #/path=([^,;]+)/#).map { String($0.1).removingPercentEncoding ?? String($0.1) }
    }

    static func sockets(below folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
        return names.map { "\(folder)/\($0)" }.filter { path in
            var file = stat()
            return lstat(path, &file) == 0 && file.st_mode & S_IFMT == S_IFSOCK
        }
    }
}
