import Glibc

/// A question to an object on the accessibility bus: one method call.
struct BusQuestion {
    var object: AccessibleObject
    let interface: String
    let method: String
    var arguments: [BusValue] = []
}

/// Owns one connection to a D-Bus bus; used by one thread.
///
/// It speaks the wire protocol itself: libdbus aborts the process that passes it an invalid name, waits without a
/// limit for a bus that does not read, and keeps whatever a bus sends. Here everything that comes from the bus is
/// bounded, and every wait has a deadline.
final class BusConnection {
    private let socket: BusSocket
    private var incoming: [UInt8] = []
    private var chunk = [UInt8](repeating: 0, count: 64 << 10)
    private var lastSerial: UInt32 = 0
    /// Goes before the next question.
    private var unsent: [UInt8] = []
    /// The maximum length of a line of the authentication, in bytes.
    private static let maximumLine = 4096

    /// Whether the other end is still there and has kept to the protocol.
    private(set) var isConnected = true

    /// Connects and says hello, or makes `nil` when there is no bus, or no answer before `deadline`.
    init?(address: String, before deadline: ContinuousClock.Instant) {
        let sockets = BusAddress.sockets(in: address)
        guard let socket = Self.connect(to: sockets, before: deadline) else { return nil }
        self.socket = socket
        let hello = BusQuestion(object: .bus, interface: AccessibleObject.bus.owner, method: "Hello")
        guard authenticate(before: deadline), ask([hello], before: deadline)[0] != nil else { return nil }
    }

    private static func connect(to sockets: [BusAddress], before deadline: ContinuousClock.Instant) -> BusSocket? {
        for address in sockets {
            if let socket = BusSocket(to: address, before: deadline) { return socket }
        }
        return nil
    }

    /// Asks all questions at once and collects the answers' arguments in the same order.
    ///
    /// - Returns: `nil` for what was answered with an error, not as its signature says, or not before `deadline`.
    func ask(_ questions: [BusQuestion], before deadline: ContinuousClock.Instant) -> [[BusValue]?] {
        var answers = [[BusValue]?](repeating: nil, count: questions.count)
        guard isConnected, .now < deadline else { return answers }
        var outgoing = unsent
        unsent = []
        var open: [UInt32: Int] = [:]
        for (index, question) in questions.enumerated() {
            let serial = nextSerial()
            guard let message = question.message(serial: serial) else { continue }
            outgoing += message
            open[serial] = index
        }
        exchange(outgoing, before: deadline) {
            while let reply = nextReply(isWanted: { open[$0] != nil }) {
                guard let index = open[reply.serial], isFrom(questions[index].object.owner, reply) else { continue }
                open[reply.serial] = nil
                answers[index] = reply.arguments
            }
            return open.isEmpty
        }
        return answers
    }

    /// Writes `outgoing` and reads what comes, until `isDone` says so, the deadline, or the end of the connection.
    private func exchange(
        _ outgoing: [UInt8], before deadline: ContinuousClock.Instant, isDone: () -> Bool
    ) {
        var rest = outgoing[...]
        while isConnected, !isDone() {
            switch socket.wait(forRoom: !rest.isEmpty, before: deadline) {
            case .closed: isConnected = false
            case .late:
                // Half a message cannot be taken back.
                if !rest.isEmpty { isConnected = false }
                return
            case .ready(let toRead, let toWrite):
                if toWrite { write(&rest) }
                if toRead { read() }
            }
        }
    }

    private func write(_ rest: inout ArraySlice<UInt8>) {
        guard let count = socket.write(rest) else {
            isConnected = false
            return
        }
        rest = rest.dropFirst(count)
    }

    private func read() {
        guard let count = socket.read(into: &chunk) else {
            isConnected = false
            return
        }
        incoming += chunk[..<count]
    }

    /// Takes the next wanted reply from what has come so far; everything before it is dropped.
    private func nextReply(isWanted: (UInt32) -> Bool) -> BusReply? {
        var start = incoming.startIndex
        defer { incoming.removeSubrange(..<start) }
        while incoming.endIndex - start >= BusMessagePrefix.length {
            guard let prefix = BusMessagePrefix(incoming[start...].prefix(BusMessagePrefix.length)) else {
                isConnected = false
                start = incoming.endIndex
                return nil
            }
            guard incoming.endIndex - start >= prefix.total else { return nil }
            let message = incoming[start..<(start + prefix.total)]
            start += prefix.total
            if let reply = BusReply(message, prefix), isWanted(reply.serial) { return reply }
        }
        return nil
    }

    /// A connection answers for itself alone: the bus says who sent a reply.
    private func isFrom(_ owner: String, _ reply: BusReply) -> Bool {
        reply.arguments == nil || !BusGrammar.isUniqueName(owner) || reply.sender == owner
    }

    private func nextSerial() -> UInt32 {
        lastSerial = lastSerial == .max ? 1 : lastSerial + 1
        return lastSerial
    }

    /// The mechanism `EXTERNAL`: the kernel tells the bus which user we are.
    private func authenticate(before deadline: ContinuousClock.Instant) -> Bool {
        let user = "\(getuid())".utf8.map { String($0, radix: 16) }.joined()
        let lineEnd = Array("\r\n".utf8)
        var end: Int?
        exchange(Array("\0AUTH EXTERNAL \(user)\r\n".utf8), before: deadline) {
            end = zip(incoming, incoming.dropFirst()).enumerated().first { [$1.0, $1.1] == lineEnd }?.offset
            return end != nil || incoming.count > Self.maximumLine
        }
        guard let end, incoming.starts(with: "OK ".utf8) else { return false }
        incoming.removeSubrange(...(end + 1))
        unsent = Array("BEGIN\r\n".utf8)
        return true
    }
}
