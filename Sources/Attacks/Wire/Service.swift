import Foundation
import Glibc

/// A service of the host that gives the secret to everyone who connects.
final class Service: Sendable {
    let descriptor: Int32

    /// - Throws: ``AttackFault/notApplicable(reason:)`` where it cannot listen there.
    init(at endpoint: Endpoint, giving secret: String) throws(AttackFault) {
        let descriptor = endpoint.listen()
        guard descriptor >= 0 else {
            throw .notApplicable(reason: "cannot listen at \(endpoint.text): \(String(cString: strerror(-descriptor)))")
        }
        self.descriptor = descriptor
        let thread = Thread {
            while true {
                let client = accept(descriptor, nil, nil)
                guard client >= 0 else { return }
                _ = send(client, secret, secret.utf8.count, Int32(MSG_NOSIGNAL))
                close(client)
            }
        }
        thread.stackSize = 256 << 10
        thread.start()
    }

    /// The port of a TCP service.
    var port: Int { LocalPort.of(descriptor) }

    func stop() {
        shutdown(descriptor, Int32(SHUT_RDWR))
        close(descriptor)
    }
}

extension Trial {
    /// A service at `endpoint` that gives the secret away.
    func service(at endpoint: Endpoint) throws(AttackFault) -> Service {
        let service = try Service(at: endpoint, giving: secret)
        afterwards { service.stop() }
        if case .path(let path) = endpoint { afterwards { unlink(path) } }
        return service
    }
}

/// The port that a socket is bound to.
enum LocalPort {
    static func of(_ socket: Int32) -> Int {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
