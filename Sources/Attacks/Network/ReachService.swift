import Glibc

extension Attack {
    static let reachServices = [
        reach("net-loopback", .network, "a service on the loopback address") { trial throws(AttackFault) in
            let service = try trial.service(at: .tcp(host: "127.0.0.1", port: 0))
            return .tcp(host: "127.0.0.1", port: service.port)
        },
        reach("net-address-of-host", .network, "a service on the host's own address") { trial throws(AttackFault) in
            guard let host = HostAddress.first else {
                throw .notApplicable(reason: "this machine has no address but loopback")
            }
            let service = try trial.service(at: .tcp(host: host, port: 0))
            return .tcp(host: host, port: service.port)
        },
        reach("net-abstract-socket", .network, "a service on an abstract socket") { trial throws(AttackFault) in
            let endpoint = Endpoint.abstract(Secret.name())
            _ = try trial.service(at: endpoint)
            return endpoint
        },
        reach("net-socket-in-tmp", .network, "a service on a socket in /tmp") { trial throws(AttackFault) in
            let endpoint = Endpoint.path("/tmp/\(Secret.name())")
            _ = try trial.service(at: endpoint)
            return endpoint
        },
        reach("net-socket-in-run", .network, "a service on a socket in /run", control: .asRoot) {
            trial throws(AttackFault) in
            let endpoint = Endpoint.path("/run/\(Secret.name())")
            _ = try trial.service(at: endpoint)
            return endpoint
        },
    ]

    private static func reach(
        _ name: String, _ threat: Threat, _ what: String, control: AttackControl = .withoutSandbox,
        prepare: @escaping @Sendable (Trial) throws(AttackFault) -> Endpoint
    ) -> Attack {
        Attack(name, .network, threat, "Connects to \(what)", control: control) { attempt throws(AttackFault) in
            guard let socket = attempt.connect(to: try Endpoint(text: try attempt["endpoint"])) else { return }
            defer { close(socket) }
            attempt.take(Attempt.bytes(of: socket, limit: 4096))
        } host: { trial in
            let endpoint = try prepare(trial)
            return trial.judge(try await trial.attempt(["endpoint": endpoint.text]))
        }
    }
}

/// Addresses of this machine.
enum HostAddress {
    /// The first IPv4 address that is not loopback.
    static var first: String? {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return nil }
        defer { freeifaddrs(list) }
        var next = list
        while let entry = next {
            next = entry.pointee.ifa_next
            guard let address = entry.pointee.ifa_addr, address.pointee.sa_family == sa_family_t(AF_INET) else {
                continue
            }
            var text = [CChar](repeating: 0, count: 64)
            getnameinfo(address, socklen_t(MemoryLayout<sockaddr_in>.size), &text, 64, nil, 0, NI_NUMERICHOST)
            let host = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if !host.hasPrefix("127.") { return host }
        }
        return nil
    }
}
