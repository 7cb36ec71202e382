import Foundation
import Glibc

/// A connection to a server on this machine, on which a test sends and reads bytes as it likes.
package final class RawConnection {
    private let descriptor: Int32
    private var pending: [UInt8] = []

    /// A response.
    package struct Response {
        package var status: Int
        /// By names in lower case.
        package var headers: [String: String]
        package var body: String
    }

    /// Errors of reading a response.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Connects to a port of `host`; reading waits for a minute at most.
    ///
    /// - Parameter buffer: how many bytes the system receives ahead of us; `nil` for its default.
    package init(port: Int, host: String = "127.0.0.1", buffer: Int32? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var buffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &buffer, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port).bigEndian)
        address.sin_addr.s_addr = inet_addr(host)
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard status == 0 else { throw Failure(description: "no connection: \(String(cString: strerror(errno)))") }
        var limit = timeval(tv_sec: 60, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// Sends bytes; says whether the other side took all of them.
    @discardableResult
    package func send(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes.withUnsafeBytes {
                guard let start = $0.baseAddress else { return 0 }
                return Glibc.send(descriptor, start + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Sends a request with its body and the usual headers.
    package func send(
        _ method: String, _ path: String, _ headers: [String: String] = [:], body: String = "",
        host: String = "localhost"
    ) {
        var all = headers
        if !body.isEmpty { all["Content-Length"] = "\(body.utf8.count)" }
        let lines = all.map { "\($0.key): \($0.value)\r\n" }.sorted().joined()
        send("\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\n\(lines)\r\n\(body)")
    }

    /// Ends what is sent, but not what is read.
    package func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Reads what comes next; the number of its bytes, at most 64 KiB.
    package func some() -> Int {
        defer { pending = [] }
        return pending.isEmpty ? more()?.count ?? 0 : pending.count
    }

    /// Reads until the other side closes the connection; the number of bytes that came.
    package func rest() -> Int {
        var count = pending.count
        pending = []
        while let more = more() { count += more.count }
        return count
    }

    /// Waits until the other side closes the connection; says whether it did.
    package func isClosed() -> Bool {
        while let more = more() { pending += more }
        return errno != EAGAIN
    }

    /// Reads one line.
    package func line() throws -> String {
        while true {
            if let end = pending.firstIndex(of: 10) {
                defer { pending.removeFirst(end + 1) }
                return String(decoding: pending[..<end].filter { $0 != 13 }, as: UTF8.self)
            }
            guard let more = more() else { throw Failure(description: "the connection is closed") }
            pending += more
        }
    }

    /// Reads one response, also one in chunks.
    package func response() throws -> Response {
        let status = try line().split(separator: " ").dropFirst().first.flatMap { Int($0) }
        guard let status else { throw Failure(description: "no status line") }
        var response = Response(status: status, headers: [:], body: "")
        while case let line = try line(), !line.isEmpty {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            response.headers[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
        }
        if let length = response.headers["content-length"].flatMap({ Int($0) }) {
            response.body = try read(length)
        } else if response.headers["transfer-encoding"] == "chunked" {
            while let chunk = try chunk() { response.body += chunk }
        }
        return response
    }

    /// Reads one chunk of a response in chunks; `nil` at its end.
    package func chunk() throws -> String? {
        guard let length = Int(try line(), radix: 16) else { throw Failure(description: "no length of a chunk") }
        let text = try read(length)
        _ = try line()
        return length == 0 ? nil : text
    }

    private func read(_ count: Int) throws -> String {
        while pending.count < count {
            guard let more = more() else { throw Failure(description: "the connection is closed within a body") }
            pending += more
        }
        defer { pending.removeFirst(count) }
        return String(decoding: pending[..<count], as: UTF8.self)
    }

    private func more() -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        errno = 0
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count > 0 ? Array(bytes[..<count]) : nil
    }
}
