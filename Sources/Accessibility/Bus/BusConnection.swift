import Glibc

/// A question to an object on the accessibility bus: one method call.
struct BusQuestion {
    var object: AccessibleObject
    let interface: String
    let method: String
    var arguments: [BusArgument] = []
}

/// Owns one connection to a D-Bus bus; used by one thread.
///
/// It speaks the wire protocol itself: libdbus aborts the process that passes it an invalid name, waits without a
/// limit for a bus that does not read, and keeps whatever a bus sends. Here everything that comes from the bus is
/// bounded, and every wait has a deadline.
final class BusConnection {
    private let socket: BusSocket
    private var incoming = BusInput()
    private var outgoing: [UInt8] = []
    private var lastSerial: UInt32 = 0
    private var handlers: [UInt32: (owner: String, take: ([BusValue]?) -> Void)] = [:]
    /// Receives what programs announce, while the connection reads; signals are dropped until it is set.
    var onSignal: ((BusSignal) -> Void)?
    /// The maximum length of a line of the authentication, in bytes.
    private static let maximumLine = 4096
    /// Read at most in one go by ``drain()``, in chunks.
    private static let maximumChunks = 16
    /// A bus that leaves so many bytes unread does not read at all.
    private static let maximumUnread = 4 << 20

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

    /// For those who wait for input elsewhere, and then call ``drain()``.
    var descriptor: Int32 { socket.descriptor }

    /// Asks all questions at once and collects the answers' arguments in the same order.
    ///
    /// - Returns: `nil` for what was answered with an error, not as its signature says, or not before `deadline`.
    func ask(_ questions: [BusQuestion], before deadline: ContinuousClock.Instant) -> [[BusValue]?] {
        let answers = BusAnswers(count: questions.count)
        guard isConnected, .now < deadline else { return answers.values }
        let serials = questions.indices.compactMap { index in
            send(questions[index]) { answers.take($0, for: index) }
        }
        answers.open = serials.count
        pump(before: deadline) { answers.open <= 0 }
        for serial in serials { handlers[serial] = nil }
        return answers.values
    }

    /// Sends a question with the next ``pump(before:until:)``, which passes the answer's arguments to `take`, or `nil`
    /// for an error and for what is not as its signature says.
    ///
    /// - Returns: its number; `nil`, and `take` is not called, if the question cannot be asked.
    @discardableResult
    func send(_ question: BusQuestion, _ take: @escaping ([BusValue]?) -> Void) -> UInt32? {
        let serial = nextSerial()
        guard isConnected, let message = question.message(serial: serial) else { return nil }
        outgoing += message
        if outgoing.count > Self.maximumUnread { isConnected = false }
        handlers[serial] = (question.object.owner, take)
        return serial
    }

    /// Drops the questions to `owner` that are not answered yet; their answers are ignored.
    func forget(owner: String) { handlers = handlers.filter { $0.value.owner != owner } }

    /// Writes what is to be sent and passes on what comes, until `isDone` says so, the deadline, or the end of the
    /// connection.
    func pump(before deadline: ContinuousClock.Instant, until isDone: () -> Bool) {
        exchange(before: deadline) {
            dispatch()
            return isDone()
        }
    }

    /// Passes on what has come and writes what there is room for, without waiting.
    func drain() {
        for _ in 0..<Self.maximumChunks where isConnected {
            let count = read()
            dispatch()
            if count == 0 { break }
        }
        if isConnected, !outgoing.isEmpty { write() }
    }

    private func exchange(before deadline: ContinuousClock.Instant, until isDone: () -> Bool) {
        while isConnected, !isDone() {
            switch socket.wait(forRoom: !outgoing.isEmpty, before: deadline) {
            case .closed: isConnected = false
            case .late: return
            case .ready(let toRead, let toWrite):
                if toWrite { write() }
                if toRead { read() }
            }
        }
    }

    private func write() {
        guard let count = socket.write(outgoing[...]) else {
            isConnected = false
            return
        }
        outgoing.removeFirst(count)
    }

    @discardableResult
    private func read() -> Int {
        guard let count = incoming.read(from: socket) else {
            isConnected = false
            return 0
        }
        return count
    }

    private func dispatch() {
        while let (message, prefix) = incoming.next() {
            switch prefix.kind {
            case BusReply.methodReturn, BusReply.error: take(message, prefix)
            case BusSignal.kind:
                if let onSignal, let signal = BusSignal(message, prefix) { onSignal(signal) }
            default: break
            }
        }
        if incoming.isBroken { isConnected = false }
    }

    private func take(_ message: ArraySlice<UInt8>, _ prefix: BusMessagePrefix) {
        guard let reply = BusReply(message, prefix, isWanted: { handlers[$0] != nil }),
            let handler = handlers[reply.serial], isFrom(handler.owner, reply)
        else { return }
        handlers[reply.serial] = nil
        handler.take(reply.arguments)
    }

    /// A connection answers for itself alone: the bus says who sent a reply.
    private func isFrom(_ owner: String, _ reply: BusReply) -> Bool {
        reply.arguments == nil || !BusGrammar.isUniqueName(owner) || reply.sender == owner
    }

    private func nextSerial() -> UInt32 {
        lastSerial = lastSerial == .max ? 1 : lastSerial + 1
        return lastSerial
    }

    /// The mechanism `EXTERNAL`: the kernel tells the bus which user we are. None is claimed, since a bus in a sandbox may know
    /// that user by another number.
    private func authenticate(before deadline: ContinuousClock.Instant) -> Bool {
        outgoing = Array("\0AUTH EXTERNAL\r\nDATA\r\n".utf8)
        // The bus asks for the claim, which has been sent already.
        guard let question = line(before: deadline), question.starts(with: "DATA".utf8) else { return false }
        guard let answer = line(before: deadline), answer.starts(with: "OK ".utf8) else { return false }
        outgoing += Array("BEGIN\r\n".utf8)
        return true
    }

    /// The next line of the authentication; `nil` where none comes.
    private func line(before deadline: ContinuousClock.Instant) -> [UInt8]? {
        var line: [UInt8]?
        exchange(before: deadline) {
            line = incoming.line()
            return line != nil || incoming.count > Self.maximumLine
        }
        return line
    }
}

/// Answers to several questions, in the questions' order.
private final class BusAnswers {
    var values: [[BusValue]?]
    var open = 0

    init(count: Int) { values = Array(repeating: nil, count: count) }

    func take(_ value: [BusValue]?, for index: Int) {
        values[index] = value
        open -= 1
    }
}
