import Glibc

/// Owns a connected socket on which nothing is waited for longer than a deadline.
struct BusSocket: ~Copyable {
    /// For those who wait for input elsewhere; only this type reads, writes and closes it.
    let descriptor: Int32

    /// Connects; `nil` without a listener, or if the connection is not accepted before `deadline`.
    init?(to address: BusAddress, before deadline: ContinuousClock.Instant) {
        guard let (place, length) = address.socketAddress else { return nil }
        let socket = Glibc.socket(
            AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        guard Self.connect(socket, place, length, before: deadline) else {
            Glibc.close(socket)
            return nil
        }
        descriptor = socket
    }

    deinit { Glibc.close(descriptor) }

    private static func connect(
        _ socket: Int32, _ place: sockaddr_un, _ length: socklen_t, before deadline: ContinuousClock.Instant
    ) -> Bool {
        while true {
            let result = withUnsafePointer(to: place) { place in
                place.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(socket, $0, length) }
            }
            if result == 0 { return true }
            // The queue of those who are not accepted yet is full; it cannot be waited for otherwise.
            guard errno == EAGAIN || errno == EINTR, .now < deadline else { return false }
            usleep(1_000)
        }
    }

    /// What a wait ended with.
    enum Readiness {
        case ready(toRead: Bool, toWrite: Bool)
        case late
        case closed
    }

    /// Waits until there is something to read or, where that is wanted, room to write.
    func wait(forRoom: Bool, before deadline: ContinuousClock.Instant) -> Readiness {
        while true {
            let left = deadline - .now
            guard left > .zero else { return .late }
            let milliseconds = Int32(clamping: Int64((left / .milliseconds(1)).rounded(.up)))
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN | (forRoom ? POLLOUT : 0)), revents: 0)
            let count = poll(&entry, 1, milliseconds)
            if count < 0, errno != EINTR { return .closed }
            guard count > 0 else { continue }
            let events = Int32(entry.revents)
            if events & (POLLERR | POLLNVAL) != 0 { return .closed }
            return .ready(toRead: events & (POLLIN | POLLHUP) != 0, toWrite: events & POLLOUT != 0)
        }
    }

    /// Reads what is there into `buffer`; descriptors that come along are dropped.
    ///
    /// - Returns: how many bytes; `nil` when the other end has closed.
    func read(into buffer: inout [UInt8]) -> Int? {
        let count = buffer.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? 0 : nil }
        return count == 0 ? nil : count
    }

    /// Writes as much as there is room for.
    ///
    /// - Returns: how many bytes; `nil` when the other end has closed.
    func write(_ bytes: ArraySlice<UInt8>) -> Int? {
        let count = bytes.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        if count < 0 { return errno == EAGAIN || errno == EINTR ? 0 : nil }
        return count
    }
}
