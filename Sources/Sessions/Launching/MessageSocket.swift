import Glibc

/// One end of a stream socket that carries ``LaunchMessage``s and, beside them, file descriptors.
///
/// Each message is its length in bytes as a `UInt32` in the machine's order, then its fields, separated by zero bytes.
struct MessageSocket: Sendable {
    let descriptor: Int32

    /// The maximum length of a message in bytes; the system refuses longer arguments anyway.
    private static let maximum = 16 << 20
    private static let maximumDescriptors = 16

    /// Makes two connected ends, which no other process inherits.
    static func pair() throws(SessionError) -> (MessageSocket, MessageSocket) {
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw .notStarted(program: "a pair of sockets", reason: String(cString: strerror(errno)))
        }
        return (MessageSocket(descriptor: ends[0]), MessageSocket(descriptor: ends[1]))
    }

    /// Sends a message; says whether the other end took it.
    @discardableResult
    func send(_ message: LaunchMessage, descriptors: [Int32] = []) -> Bool {
        let body = Array(message.fields.map { Array($0.utf8) }.joined(separator: [0]))
        guard body.count <= Self.maximum, descriptors.count <= Self.maximumDescriptors else { return false }
        let bytes = withUnsafeBytes(of: UInt32(body.count)) { Array($0) } + body
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { sendPart($0, descriptors: sent == 0 ? descriptors : []) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Waits for the next message; `nil` at the end of the stream, or when the data is not a message.
    func receive() -> (message: LaunchMessage, descriptors: [Int32])? {
        var descriptors: [Int32] = []
        let message = receiveLength(&descriptors).flatMap { receiveBody(count: $0, &descriptors) }
        guard let message else {
            descriptors.forEach { close($0) }
            return nil
        }
        return (message, descriptors)
    }

    private func receiveLength(_ descriptors: inout [Int32]) -> Int? {
        guard let bytes = receiveExactly(4, &descriptors) else { return nil }
        let length = bytes.withUnsafeBytes { Int($0.loadUnaligned(as: UInt32.self)) }
        return length <= Self.maximum ? length : nil
    }

    private func receiveBody(count: Int, _ descriptors: inout [Int32]) -> LaunchMessage? {
        guard let bytes = receiveExactly(count, &descriptors) else { return nil }
        let fields = bytes.split(separator: 0, omittingEmptySubsequences: false)
        return LaunchMessage(fields: fields.map { String(decoding: $0, as: UTF8.self) })
    }

    private func receiveExactly(_ count: Int, _ descriptors: inout [Int32]) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        var received = 0
        while received < count {
            let part = bytes[received...].withUnsafeMutableBytes { receivePart($0, &descriptors) }
            if part < 0, errno == EINTR { continue }
            guard part > 0 else { return nil }
            received += part
        }
        return bytes
    }
}

/// `sendmsg` and `recvmsg` with `SCM_RIGHTS`. The header of a control message has 16 bytes on 64-bit systems: its length
/// as `size_t`, its level and its type as `int`.
extension MessageSocket {
    private static let headerLength = 16
    private static let rights: Int32 = 1
    private static let closeOnExec: Int32 = 0x4000_0000

    private func sendPart(_ bytes: UnsafeRawBufferPointer, descriptors: [Int32]) -> Int {
        var control = [UInt8](repeating: 0, count: Self.headerLength + 8 * ((descriptors.count + 1) / 2))
        let length = Self.headerLength + 4 * descriptors.count
        return control.withUnsafeMutableBytes { control in
            control.storeBytes(of: length, as: Int.self)
            control.storeBytes(of: SOL_SOCKET, toByteOffset: 8, as: Int32.self)
            control.storeBytes(of: Self.rights, toByteOffset: 12, as: Int32.self)
            for (index, descriptor) in descriptors.enumerated() {
                control.storeBytes(of: descriptor, toByteOffset: Self.headerLength + 4 * index, as: Int32.self)
            }
            var vector = iovec(iov_base: UnsafeMutableRawPointer(mutating: bytes.baseAddress), iov_len: bytes.count)
            return withUnsafeMutablePointer(to: &vector) { vector in
                var header = msghdr()
                header.msg_iov = vector
                header.msg_iovlen = 1
                if !descriptors.isEmpty {
                    header.msg_control = control.baseAddress
                    header.msg_controllen = control.count
                }
                // A plain write to a process that was killed would end this one with SIGPIPE.
                return sendmsg(descriptor, &header, Int32(MSG_NOSIGNAL))
            }
        }
    }

    private func receivePart(_ bytes: UnsafeMutableRawBufferPointer, _ descriptors: inout [Int32]) -> Int {
        var control = [UInt8](repeating: 0, count: Self.headerLength + 4 * Self.maximumDescriptors)
        var found: [Int32] = []
        let received = control.withUnsafeMutableBytes { control in
            var vector = iovec(iov_base: bytes.baseAddress, iov_len: bytes.count)
            return withUnsafeMutablePointer(to: &vector) { vector in
                var header = msghdr()
                header.msg_iov = vector
                header.msg_iovlen = 1
                header.msg_control = control.baseAddress
                header.msg_controllen = control.count
                let received = recvmsg(descriptor, &header, Self.closeOnExec)
                guard received > 0, header.msg_controllen >= Self.headerLength,
                    control.load(fromByteOffset: 8, as: Int32.self) == SOL_SOCKET,
                    control.load(fromByteOffset: 12, as: Int32.self) == Self.rights
                else { return received }
                let length = min(control.load(as: Int.self), control.count)
                for offset in stride(from: Self.headerLength, to: length, by: 4) {
                    found.append(control.load(fromByteOffset: offset, as: Int32.self))
                }
                return received
            }
        }
        descriptors += found
        return received
    }
}
