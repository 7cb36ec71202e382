import Glibc

/// A client that speaks the X protocol by itself, over any kind of socket and with any cookie.
///
/// Attacks need that choice, which Xlib does not give; and it also serves on the host, to see what reached a display.
/// Integers are little endian; the layouts are those of the X Window System Protocol, version 11.
final class XWire {
    private let descriptor: Int32
    private(set) var root: UInt32 = 0
    private var nextResource: UInt32 = 0
    /// The packets other than replies that were not requested yet.
    private(set) var events: [[UInt8]] = []

    /// Connects; the error is a reason in words.
    init(over descriptor: Int32, cookie: [UInt8]?) throws(AttackFault) {
        self.descriptor = descriptor
        SocketTime.limit(descriptor, seconds: 3)
        let scheme = cookie == nil ? [] : Array("MIT-MAGIC-COOKIE-1".utf8)
        let secret = cookie ?? []
        var hello: [UInt8] = [0x6c, 0, 11, 0, 0, 0]
        hello += XWire.bytes(UInt16(scheme.count)) + XWire.bytes(UInt16(secret.count)) + [0, 0]
        hello += XWire.padded(scheme) + XWire.padded(secret)
        try write(hello)
        let head = try read(8)
        let rest = try read(Int(XWire.short(head, 6)) * 4)
        guard head[0] == 1 else {
            throw .unable(
                reason: "the X server refused the connection: \(String(decoding: rest.prefix(200), as: UTF8.self))")
        }
        nextResource = XWire.long(rest, 4)
        let vendor = Int(XWire.short(rest, 16))
        root = XWire.long(rest, 32 + (vendor + 3) / 4 * 4 + Int(rest[21]) * 8)
    }

    deinit { close(descriptor) }

    /// A number for a new window or context.
    func newResource() -> UInt32 {
        nextResource += 1
        return nextResource
    }

    /// Sends a request: `data` follows the four bytes of its header.
    func send(_ code: UInt8, _ detail: UInt8 = 0, _ data: [UInt8] = []) throws(AttackFault) {
        let body = XWire.padded(data)
        try write([code, detail] + XWire.bytes(UInt16(1 + body.count / 4)) + body)
    }

    /// Sends a request and waits for its reply.
    func ask(_ code: UInt8, _ detail: UInt8 = 0, _ data: [UInt8] = []) throws(AttackFault) -> [UInt8] {
        try send(code, detail, data)
        return try reply()
    }

    /// The next reply; events are kept.
    func reply() throws(AttackFault) -> [UInt8] {
        while true {
            let packet = try packet()
            switch packet[0] {
            case 0: throw .unable(reason: "X error \(packet[1]) in request \(packet[10])")
            case 1: return packet
            default: events.append(packet)
            }
        }
    }

    /// The next packet of any kind.
    func packet() throws(AttackFault) -> [UInt8] {
        let head = try read(32)
        let isLong = head[0] == 1 || head[0] == 35
        return isLong ? head + (try read(Int(XWire.long(head, 4)) * 4)) : head
    }

    /// Waits until everything sent has been carried out; errors of it are thrown.
    func synchronise() throws(AttackFault) { _ = try ask(43) }

    private func write(_ bytes: [UInt8]) throws(AttackFault) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw .unable(reason: "the connection to the X server broke") }
            sent += count
        }
    }

    private func read(_ count: Int) throws(AttackFault) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let part = bytes[filled...].withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard part > 0 else { throw .unable(reason: "the X server did not answer") }
            filled += part
        }
        return bytes
    }

    static func bytes(_ number: UInt16) -> [UInt8] { [UInt8(number & 0xff), UInt8(number >> 8)] }
    static func bytes(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } }
    static func short(_ bytes: [UInt8], _ place: Int) -> UInt16 { UInt16(bytes[place]) | UInt16(bytes[place + 1]) << 8 }
    static func long(_ bytes: [UInt8], _ place: Int) -> UInt32 {
        (0..<4).reduce(0) { $0 | UInt32(bytes[place + $1]) << ($1 * 8) }
    }

    private static func padded(_ bytes: [UInt8]) -> [UInt8] {
        bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
    }
}
