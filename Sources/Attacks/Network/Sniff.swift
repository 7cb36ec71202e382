import CLinux
import Glibc

extension Attack {
    static let sniff = Attack(
        "net-sniff", .network, .network, "Listens to the traffic of the host with a packet socket", control: .asRoot
    ) { attempt throws(AttackFault) in
        let everything = 0x0300
        guard let socket = attempt.call("packet socket", SYS_socket, 17, 3, everything) else { return }
        defer { close(Int32(socket)) }
        SocketTime.limit(Int32(socket), seconds: 1)
        var bytes = [UInt8](repeating: 0, count: 2048)
        for _ in 0..<2000 {
            let count = recv(Int32(socket), &bytes, bytes.count, 0)
            guard count > 0 else { return }
            attempt.take(bytes[..<count])
            if !attempt.report.loot.isEmpty { return }
        }
    } host: { trial in
        let socket = Endpoint.tcp(host: "127.0.0.1", port: 9).datagram { connect($0, $1, $2) }
        defer { close(socket) }
        async let report = trial.attempt()
        for _ in 0..<75 {
            _ = send(socket, trial.secret, trial.secret.utf8.count, Int32(MSG_NOSIGNAL))
            try await Task.sleep(for: .milliseconds(20))
        }
        return trial.judge(try await report)
    }
}
