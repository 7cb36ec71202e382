import Glibc

extension Attack {
    static let sendDatagram = Attack(
        "net-datagram", .network, .network, "Sends a datagram to a service of the host, as it would to a name server",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let socket = Endpoint.tcp(host: "127.0.0.1", port: try attempt.number("port")).datagram { connect($0, $1, $2) }
        attempt.note("datagram socket", Int(socket))
        guard socket >= 0 else { return }
        defer { close(socket) }
        let mark = try attempt["mark"]
        let count = send(socket, mark, mark.utf8.count, Int32(MSG_NOSIGNAL))
        attempt.note("send", count < 0 ? -Int(errno) : count)
    } host: { trial in
        let socket = Endpoint.tcp(host: "127.0.0.1", port: 0).datagram { bind($0, $1, $2) }
        guard socket >= 0 else { throw AttackFault.notApplicable(reason: "no datagram socket on loopback") }
        defer { close(socket) }
        SocketTime.limit(socket, seconds: 1)
        let port = LocalPort.of(socket)
        let report = try await trial.attempt(["port": "\(port)", "mark": trial.secret])
        var bytes = [UInt8](repeating: 0, count: 100)
        let count = recv(socket, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return trial.judge(report, succeeded: text == trial.secret, "the datagram arrived")
    }
}
