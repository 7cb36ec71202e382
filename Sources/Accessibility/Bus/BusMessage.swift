/// The start of a message: what is needed to know its length.
struct BusMessagePrefix {
    static let length = 16
    /// Longer messages are dropped unread: no answer that is used comes near, and the specification allows 128 MiB.
    static let maximumLength = 8 << 20
    /// The specification's maximum; what claims to be longer is no message.
    private static let maximumClaim = 128 << 20

    let isBigEndian: Bool
    let kind: UInt8
    /// Of the header with its padding, in bytes.
    let header: Int
    /// Of the whole message, in bytes.
    let total: Int

    /// - Parameter bytes: the first 16 of the message.
    /// - Returns: `nil` if the header is invalid.
    init?(_ bytes: ArraySlice<UInt8>) {
        let start = bytes.startIndex
        guard bytes.count >= Self.length, bytes[start + 3] == 1 else { return nil }
        switch bytes[start] {
        case UInt8(ascii: "l"): isBigEndian = false
        case UInt8(ascii: "B"): isBigEndian = true
        default: return nil
        }
        kind = bytes[start + 1]
        let isBig = isBigEndian
        func number(at offset: Int) -> Int {
            let digits = bytes[(start + offset)..<(start + offset + 4)]
            return isBig ? digits.reduce(0) { $0 << 8 | Int($1) } : digits.reversed().reduce(0) { $0 << 8 | Int($1) }
        }
        header = (Self.length + number(at: 12) + 7) / 8 * 8
        total = header + number(at: 4)
        guard total <= Self.maximumClaim else { return nil }
    }
}

/// The fields of a message's header that say what it is about.
struct BusHeader {
    /// Of the question that is answered.
    private(set) var replySerial: UInt32?
    /// Who sent it, as the bus says.
    private(set) var sender: String?
    private(set) var signature = ""
    private(set) var path: String?
    private(set) var interface: String?
    private(set) var member: String?

    /// - Parameter bytes: one whole message.
    /// - Returns: `nil` if the fields are not as the specification says.
    init?(_ bytes: ArraySlice<UInt8>, _ prefix: BusMessagePrefix) {
        // The fields' array begins four bytes before the multiple of eight at which its first element does.
        var reader = BusReader(bytes.prefix(prefix.header), isBigEndian: prefix.isBigEndian)
        guard let fields = (try? reader.values(of: "yyyyuua(yv)"))?.last?.list else { return nil }
        for field in fields.compactMap(\.list) where field.count == 2 {
            switch (field[0].integer, field[1]) {
            case (1, .path(let value)): path = value
            case (2, .text(let value)): interface = value
            case (3, .text(let value)): member = value
            case (5, .integer(let value)): replySerial = UInt32(exactly: value)
            case (7, .text(let value)): sender = value
            case (8, .signature(let value)): signature = value
            default: break
            }
        }
    }
}

/// The answer to a question, as it came from the bus.
struct BusReply {
    /// The number of the question that it answers.
    let serial: UInt32
    /// Who sent it, as the bus says.
    let sender: String?
    /// `nil` for an error, and for what is not as its signature says.
    let arguments: [BusValue]?

    static let methodReturn: UInt8 = 2
    static let error: UInt8 = 3

    /// - Parameter bytes: one whole message.
    /// - Returns: `nil` unless the message is a reply to a question that is wanted.
    init?(_ bytes: ArraySlice<UInt8>, _ prefix: BusMessagePrefix, isWanted: (UInt32) -> Bool) {
        guard let header = BusHeader(bytes, prefix), let serial = header.replySerial, isWanted(serial) else {
            return nil
        }
        self.serial = serial
        sender = header.sender
        var body = BusReader(bytes.dropFirst(prefix.header), isBigEndian: prefix.isBigEndian)
        arguments = prefix.kind == Self.methodReturn ? try? body.values(of: header.signature) : nil
    }
}

/// What a program announces without being asked.
struct BusSignal {
    /// The connection that it came from, as the bus says.
    let sender: String
    let path: String
    let interface: String
    let member: String
    let arguments: [BusValue]

    static let kind: UInt8 = 4

    /// - Parameter bytes: one whole message.
    /// - Returns: `nil` if it is not as its signature says.
    init?(_ bytes: ArraySlice<UInt8>, _ prefix: BusMessagePrefix) {
        guard let header = BusHeader(bytes, prefix), let sender = header.sender, let path = header.path,
            let interface = header.interface, let member = header.member
        else { return nil }
        var body = BusReader(bytes.dropFirst(prefix.header), isBigEndian: prefix.isBigEndian)
        guard let arguments = try? body.values(of: header.signature) else { return nil }
        (self.sender, self.path, self.interface, self.member) = (sender, path, interface, member)
        self.arguments = arguments
    }
}

extension BusQuestion {
    /// The question as one message; `nil` if a name in it is invalid in D-Bus.
    func message(serial: UInt32) -> [UInt8]? {
        guard BusGrammar.isObjectPath(object.path), BusGrammar.isInterface(interface), BusGrammar.isMember(method),
            BusGrammar.isUniqueName(object.owner) || BusGrammar.isInterface(object.owner)
        else { return nil }
        var body = BusWriter()
        var signature = ""
        for argument in arguments {
            switch argument {
            case .integer(let value):
                signature += "i"
                body.append(UInt32(bitPattern: Int32(clamping: value)))
            case .text(let value):
                guard !value.utf8.contains(0) else { return nil }
                signature += "s"
                body.append(value)
            case .unsigned(let value):
                signature += "u"
                body.append(value)
            case .boolean(let value):
                signature += "v"
                body.bytes += [1, UInt8(ascii: "b"), 0]
                body.append(value ? 1 : 0)
            }
        }
        var fields = BusWriter()
        fields.appendField(1, "o", object.path)
        fields.appendField(2, "s", interface)
        fields.appendField(3, "s", method)
        fields.appendField(6, "s", object.owner)
        if !signature.isEmpty { fields.appendField(8, "g", signature) }
        var message = BusWriter()
        let (methodCall, noFlags, version) = (UInt8(1), UInt8(0), UInt8(1))
        message.bytes = [UInt8(ascii: "l"), methodCall, noFlags, version]
        message.append(UInt32(body.bytes.count))
        message.append(serial)
        message.append(UInt32(fields.bytes.count))
        message.bytes += fields.bytes
        message.align(to: 8)
        return message.bytes + body.bytes
    }
}

/// Builds a part of a message, least significant byte first.
private struct BusWriter {
    var bytes: [UInt8] = []

    mutating func align(to width: Int) {
        while bytes.count % width != 0 { bytes.append(0) }
    }

    mutating func append(_ value: UInt32) {
        align(to: 4)
        for shift in [0, 8, 16, 24] { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
    }

    mutating func append(_ text: String) {
        append(UInt32(text.utf8.count))
        bytes += text.utf8
        bytes.append(0)
    }

    /// A header field: its code, and a variant.
    mutating func appendField(_ code: UInt8, _ type: Character, _ value: String) {
        align(to: 8)
        bytes += [code, 1, type.asciiValue ?? 0, 0]
        guard type == "g" else { return append(value) }
        bytes.append(UInt8(truncatingIfNeeded: value.utf8.count))
        bytes += value.utf8
        bytes.append(0)
    }
}
