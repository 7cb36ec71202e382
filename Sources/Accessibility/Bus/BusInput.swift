/// Bytes that came from a bus, cut into messages.
struct BusInput {
    private var bytes: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    /// Bytes before it have been taken.
    private var start = 0
    /// Bytes of a message that is too long which are still to come, and are dropped.
    private var dropped = 0
    /// Whether something came that is no message; nothing after it can be understood.
    private(set) var isBroken = false

    /// Bytes that have not been taken.
    var count: Int { bytes.count - start }

    /// Reads what is there.
    ///
    /// - Returns: how many bytes; `nil` when the other end has closed.
    mutating func read(from socket: borrowing BusSocket) -> Int? {
        guard let count = socket.read(into: &chunk) else { return nil }
        bytes.removeFirst(start)
        start = 0
        let passed = min(dropped, count)
        dropped -= passed
        bytes += chunk[passed..<count]
        return count
    }

    /// Takes the next message, whole unless it is too long.
    mutating func next() -> (ArraySlice<UInt8>, BusMessagePrefix)? {
        guard !isBroken, count >= BusMessagePrefix.length else { return nil }
        guard let prefix = BusMessagePrefix(bytes[start...].prefix(BusMessagePrefix.length)) else {
            isBroken = true
            return nil
        }
        if prefix.total > BusMessagePrefix.maximumLength { return shortened(prefix) }
        guard count >= prefix.total else { return nil }
        defer { start += prefix.total }
        return (bytes[start..<(start + prefix.total)], prefix)
    }

    /// Takes a message that is too long without its body, which is dropped: who waits for it is to know that it came.
    private mutating func shortened(_ prefix: BusMessagePrefix) -> (ArraySlice<UInt8>, BusMessagePrefix)? {
        guard prefix.header <= BusMessagePrefix.maximumLength else {
            isBroken = true
            return nil
        }
        guard count >= prefix.header else { return nil }
        let header = bytes[start..<(start + prefix.header)]
        dropped = max(prefix.total - count, 0)
        start += min(prefix.total, count)
        return (header, prefix)
    }

    /// Takes the next line of the authentication, without its end.
    mutating func line() -> [UInt8]? {
        let rest = bytes[start...]
        let ends = zip(rest.indices, zip(rest, rest.dropFirst()))
        guard let end = ends.first(where: { $1 == (UInt8(ascii: "\r"), UInt8(ascii: "\n")) })?.0 else { return nil }
        defer { start = end + 2 }
        return Array(rest[..<end])
    }
}
