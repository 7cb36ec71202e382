import Accessibility
package import X11Desktop

/// One thing that a guardian has to clean up, or news of it: a line of text.
package enum Duty: Hashable, Sendable {
    /// Remove this file or folder.
    case remove(path: String)
    /// Remove what a server left of its socket.
    case socket(SocketFile)
    /// Remove the file of a display's lock, unless a process holds it by then.
    case lock(path: String)
    /// Release keys and buttons on this display.
    case input(DisplayAddress)
    /// What is pressed now is to stay so.
    case inputStays
    /// Put the keyboard back as this says, on the display named last; it replaces any earlier one.
    case keyboard(KeyboardMapSnapshot)
    /// The keyboard is back as it was.
    case keyboardIsBack
    /// Programs of the person's session are to keep silent again.
    case silence(WokenSession)

    package var line: String {
        switch self {
        case .remove(let path): "remove \(path)"
        case .socket(let socket): "socket \(socket.inode) \(socket.path)"
        case .lock(let path): "lock \(path)"
        case .input(let address): "input \(address.name) \((address.cookie ?? []).map(\.hexadecimal).joined())"
        case .inputStays: "input-stays "
        case .keyboard(let snapshot): "keyboard \(String(decoding: snapshot.bytes, as: UTF8.self))"
        case .keyboardIsBack: "keyboard-is-back "
        case .silence(let woken): "silence \(woken.properties.joined(separator: ",")) \(woken.bus.session)"
        }
    }

    /// Reads what ``line`` wrote; `nil` for anything else.
    package init?(line: String) {
        guard let space = line.firstIndex(of: " ") else { return nil }
        let rest = String(line[line.index(after: space)...])
        switch line[..<space] {
        case "remove" where rest.hasPrefix("/"): self = .remove(path: rest)
        case "lock" where rest.hasPrefix("/"): self = .lock(path: rest)
        case "socket":
            let parts = rest.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let inode = UInt(parts[0]) else { return nil }
            self = .socket(SocketFile(path: String(parts[1]), inode: inode))
        case "input":
            let parts = rest.split(separator: " ", omittingEmptySubsequences: false)
            guard parts.count == 2, let cookie = Duty.bytes(parts[1]) else { return nil }
            self = .input(DisplayAddress(name: String(parts[0]), cookie: cookie.isEmpty ? nil : cookie))
        case "keyboard":
            guard let snapshot = KeyboardMapSnapshot(bytes: Array(rest.utf8)) else { return nil }
            self = .keyboard(snapshot)
        case "silence":
            let parts = rest.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            self = .silence(
                WokenSession(
                    bus: AssistanceSwitch(session: parts[1]),
                    properties: parts[0].split(separator: ",").map(String.init)))
        case "input-stays": self = .inputStays
        case "keyboard-is-back": self = .keyboardIsBack
        default: return nil
        }
    }

    private static func bytes(_ text: Substring) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }
}
