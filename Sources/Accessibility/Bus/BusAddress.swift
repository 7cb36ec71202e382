import Glibc

/// A Unix socket that a bus listens on.
///
/// Any program on a display can write an address there, and some transports have the client start programs: only
/// sockets are connected to.
struct BusAddress: Hashable {
    /// As `sockaddr_un` has it: a path, or a zero byte and an abstract name.
    let name: [UInt8]

    /// More of a list than this is not tried.
    private static let maximum = 8

    /// The sockets in a list of addresses as D-Bus writes it, such as `unix:path=/run/user/1000/bus;unix:abstract=x`.
    static func sockets(in list: String) -> [BusAddress] {
        list.utf8.prefix(4096).split(separator: UInt8(ascii: ";")).prefix(maximum).compactMap { BusAddress($0) }
    }

    private init?(_ address: Substring.UTF8View) {
        let parts = address.split(separator: UInt8(ascii: ":"), maxSplits: 1)
        guard parts.count == 2, parts[0].elementsEqual("unix".utf8) else { return nil }
        for pair in parts[1].split(separator: UInt8(ascii: ",")) {
            let words = pair.split(separator: UInt8(ascii: "="), maxSplits: 1)
            guard words.count == 2, let value = Self.unescaped(words[1]) else { continue }
            if words[0].elementsEqual("path".utf8), !value.contains(0) {
                name = value
                return
            }
            if words[0].elementsEqual("abstract".utf8) {
                name = [0] + value
                return
            }
        }
        return nil
    }

    /// `%2f` stands for the byte 0x2F.
    private static func unescaped(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = text
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let digits = String(rest.prefix(2)), digits.utf8.count == 2, let value = UInt8(digits, radix: 16)
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return bytes
    }

    /// The address as `connect` takes it, and its length; `nil` where it does not fit.
    var socketAddress: (sockaddr_un, socklen_t)? {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let room = MemoryLayout.size(ofValue: address.sun_path)
        guard !name.isEmpty, name.count < room else { return nil }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: name) }
        let isAbstract = name[0] == 0
        return (address, socklen_t(MemoryLayout<sa_family_t>.size + name.count + (isAbstract ? 0 : 1)))
    }
}
