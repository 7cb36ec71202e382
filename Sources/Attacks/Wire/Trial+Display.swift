import Foundation
import Sessions
import X11Desktop

extension Session {
    /// The number of its display, such as 99.
    var displayNumber: Int { Int(address.name.drop { !$0.isNumber }.prefix { $0.isNumber }) ?? 0 }

    /// A client of its display, on the host.
    func wire() throws(AttackFault) -> XWire {
        let descriptor = Endpoint.path("/tmp/.X11-unix/X\(displayNumber)").connect()
        guard descriptor >= 0 else { throw .unable(reason: "the display \(address.name) cannot be reached") }
        return try XWire(over: descriptor, cookie: address.cookie)
    }

    /// What an attacker knows that has stolen the cookie of the display.
    var stolen: [String: String] {
        ["display": "\(displayNumber)", "cookie": Hexadecimal.text(address.cookie ?? [])]
    }
}

extension Attempt {
    /// A client of the display that the host named, over the first socket that lets it in.
    ///
    /// - Parameter sockets: tried in this order; the path and the abstract one otherwise.
    /// - Returns: `nil` where none lets it in, which is noted.
    mutating func otherDisplay(over sockets: [Endpoint]? = nil) throws(AttackFault) -> XWire? {
        let path = "/tmp/.X11-unix/X\(try number("display"))"
        let cookie = try Hexadecimal.bytes(self["cookie"])
        for socket in sockets ?? [.path(path), .abstract(path)] {
            if let wire = client(at: socket, cookie: cookie) { return wire }
        }
        return nil
    }

    /// A client of a display; `nil` where it is not let in, which is noted.
    mutating func client(at socket: Endpoint, cookie: [UInt8]?) -> XWire? {
        guard let descriptor = connect(to: socket) else { return nil }
        do {
            return try XWire(over: descriptor, cookie: cookie)
        } catch {
            note("authenticate at \(socket.text): \(error)")
            return nil
        }
    }

    /// A client of the session's own display.
    mutating func ownDisplay() throws(AttackFault) -> XWire {
        let number = try number("own")
        guard
            let wire = client(at: .path("/tmp/.X11-unix/X\(number)"), cookie: try Hexadecimal.bytes(self["own cookie"]))
        else { throw .unable(reason: "the session's own display cannot be reached") }
        return wire
    }
}

extension Trial {
    /// The parameters of the guest's own display, which it could find out as well.
    var own: [String: String] {
        get async throws {
            let session = try await session
            return [
                "own": "\(session.displayNumber)", "own cookie": Hexadecimal.text(session.address.cookie ?? []),
                "home": session.home.path, "root": session.root.path,
            ]
        }
    }
}

/// Bytes as text, two digits each.
enum Hexadecimal {
    static func text(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }

    static func bytes(_ text: String) throws(AttackFault) -> [UInt8] {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else {
            throw .unable(reason: "'\(text)' is not hexadecimal")
        }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
