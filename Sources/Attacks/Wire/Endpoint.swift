import Glibc

/// Where a socket listens.
enum Endpoint: Hashable, Sendable {
    case path(String)
    /// A Unix socket in the abstract namespace, without the leading zero byte.
    case abstract(String)
    /// IPv4, in dotted notation.
    case tcp(host: String, port: Int)

    /// Reads `path:…`, `abstract:…` or `tcp:HOST:PORT`.
    init(text: String) throws(AttackFault) {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        let address = parts.last?.split(separator: ":").map(String.init) ?? []
        switch parts.first {
        case "path" where parts.count == 2: self = .path(parts[1])
        case "abstract" where parts.count == 2: self = .abstract(parts[1])
        case "tcp" where address.count == 2:
            guard let port = Int(address[1]) else { fallthrough }
            self = .tcp(host: address[0], port: port)
        default: throw .unable(reason: "'\(text)' is not an endpoint")
        }
    }

    var text: String {
        switch self {
        case .path(let path): "path:\(path)"
        case .abstract(let name): "abstract:\(name)"
        case .tcp(let host, let port): "tcp:\(host):\(port)"
        }
    }

    private var family: Int32 { if case .tcp = self { AF_INET } else { AF_UNIX } }

    /// A socket that is connected to it, or the negative error number.
    func connect() -> Int32 { socket { Glibc.connect($0, $1, $2) } }

    /// A socket that listens at it, or the negative error number.
    func listen() -> Int32 {
        socket { descriptor, address, length in
            guard bind(descriptor, address, length) == 0 else { return -1 }
            return Glibc.listen(descriptor, 8)
        }
    }

    /// A datagram socket, sending to it or bound to it.
    func datagram(_ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        socket(kind: Int32(SOCK_DGRAM.rawValue), use)
    }

    private func socket(
        kind: Int32 = Int32(SOCK_STREAM.rawValue), _ use: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        let descriptor = Glibc.socket(family, kind | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return -errno }
        let result = withAddress { use(descriptor, $0, $1) }
        guard result >= 0 else {
            let reason = errno
            close(descriptor)
            return -reason
        }
        return descriptor
    }

    private func withAddress(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        switch self {
        case .path(let path): withUnixAddress(Array(path.utf8) + [0], body)
        case .abstract(let name): withUnixAddress([0] + Array(name.utf8), body)
        case .tcp(let host, let port):
            {
                var address = sockaddr_in()
                address.sin_family = sa_family_t(AF_INET)
                address.sin_port = in_port_t(UInt16(port).bigEndian)
                inet_pton(AF_INET, host, &address.sin_addr)
                return Endpoint.lend(address, length: MemoryLayout<sockaddr_in>.size, body)
            }()
        }
    }

    private func withUnixAddress(
        _ bytes: [UInt8], _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        guard bytes.count <= MemoryLayout.size(ofValue: address.sun_path) else {
            errno = ENAMETOOLONG
            return -1
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return Endpoint.lend(address, length: MemoryLayout<sa_family_t>.size + bytes.count, body)
    }

    private static func lend<Address>(
        _ address: Address, length: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
        }
    }
}

extension Attempt {
    /// Connects to a socket; `nil` where that is refused.
    mutating func connect(to endpoint: Endpoint) -> Int32? {
        let descriptor = endpoint.connect()
        note("connect to \(endpoint.text)", Int(descriptor))
        guard descriptor >= 0 else { return nil }
        SocketTime.limit(descriptor, seconds: 3)
        return descriptor
    }
}

/// How long reading and writing may take.
enum SocketTime {
    static func limit(_ descriptor: Int32, seconds: Int) {
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
    }
}
