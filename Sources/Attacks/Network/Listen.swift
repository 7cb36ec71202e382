import CLinux
import Glibc

extension Attack {
    /// A service of a guest would be offered to everybody on the machine, and on the network.
    static let offerService = Attack(
        "net-listen", .network, .network, "Listens where programs of the host would connect", control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let endpoint = Endpoint.tcp(host: "127.0.0.1", port: try attempt.number("port"))
        let socket = endpoint.listen()
        attempt.note("listen at \(endpoint.text)", Int(socket))
        guard socket >= 0 else { return }
        SocketTime.limit(socket, seconds: 2)
        let client = accept(socket, nil, nil)
        attempt.note("accept", client < 0 ? -Int(errno) : Int(client))
        let mark = try attempt["mark"]
        if client >= 0 { _ = send(client, mark, mark.utf8.count, Int32(MSG_NOSIGNAL)) }
    } host: { trial in
        let port = try FreePorts.next()
        async let report = trial.attempt(["port": "\(port)", "mark": trial.secret])
        var heard = ""
        let deadline = ContinuousClock.now + .seconds(1)
        while heard.isEmpty, ContinuousClock.now < deadline {
            let socket = Endpoint.tcp(host: "127.0.0.1", port: port).connect()
            if socket >= 0 {
                SocketTime.limit(socket, seconds: 1)
                heard = String(decoding: Attempt.bytes(of: socket, limit: 100), as: UTF8.self)
                close(socket)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        return trial.judge(try await report, succeeded: heard == trial.secret, "the host was served by the guest")
    }

    static let offerAbstractService = Attack(
        "net-listen-abstract", .network, .network, "Takes an abstract name that programs of the host would connect to",
        control: .withoutSandbox
    ) { attempt throws(AttackFault) in
        let socket = Endpoint.abstract(try attempt["name"]).listen()
        attempt.note("listen", Int(socket))
        if socket >= 0 { sleep(1) }
    } host: { trial in
        let name = Secret.name()
        async let report = trial.attempt(["name": name])
        var isReached = false
        for _ in 0..<50 where !isReached {
            let socket = Endpoint.abstract(name).connect()
            isReached = socket >= 0
            if isReached { close(socket) }
            try await Task.sleep(for: .milliseconds(20))
        }
        return trial.judge(try await report, succeeded: isReached, "the host was let in by the guest")
    }
}

/// Ports of this machine.
enum FreePorts {
    /// A free port.
    static func next() throws(AttackFault) -> Int {
        let service = try Service(at: .tcp(host: "127.0.0.1", port: 0), giving: "")
        defer { service.stop() }
        return service.port
    }
}
