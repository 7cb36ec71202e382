import Foundation
import Glibc
import X11Desktop

/// One entry of an X authority file: which display a cookie opens. Numbers are big-endian and 16 bits wide:
///
///     family, length and address, length and display number, length and method, length and cookie     Xau(3)
struct AuthorityEntry: Hashable, Sendable {
    let bytes: [UInt8]

    /// The entry for a display: `:N` is one of this machine, of any other the client tells the name itself.
    init(of address: DisplayAddress, cookie: Cookie) {
        let number = address.name.hasPrefix(":") ? address.name.dropFirst().prefix { $0 != "." } : ""
        self = Int(number).map { .local(host: Self.hostName, display: $0, cookie: cookie) } ?? .any(cookie: cookie)
    }

    /// Fits every display: family 65535 (FamilyWild) without address and number. libX11 and xcb take it.
    static func any(cookie: Cookie) -> AuthorityEntry {
        AuthorityEntry(family: 0xffff, address: [], number: [], cookie)
    }

    /// Fits a display of this machine, as `xauth add :N . COOKIE` writes it: family 256 (FamilyLocal) and the host name.
    ///
    /// Clients that read the file themselves, such as python-xlib (pyautogui, pynput), look for exactly this entry and
    /// do not know FamilyWild.
    static func local(host: [UInt8], display: Int, cookie: Cookie) -> AuthorityEntry {
        AuthorityEntry(family: 256, address: host, number: Array("\(display)".utf8), cookie)
    }

    /// What programs on this machine get from `gethostname`; empty where that fails.
    static var hostName: [UInt8] {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return [] }
        return name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    }

    /// Writes an authority file with this entry alone, as under xvfb-run. A client never finds half of it.
    func write(to file: URL) throws(SessionError) { try Self.write([self], to: file) }

    /// Writes an authority file with these entries, of which clients take the first that fits.
    static func write(_ entries: [AuthorityEntry], to file: URL) throws(SessionError) {
        do {
            try Data(entries.flatMap(\.bytes)).write(to: file, options: .atomic)
            chmod(file.path, 0o600)
        } catch {
            throw .noFolder(path: file.path, reason: error.localizedDescription)
        }
    }

    private init(family: UInt16, address: [UInt8], number: [UInt8], _ cookie: Cookie) {
        func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
        let method = Array("MIT-MAGIC-COOKIE-1".utf8)
        bytes =
            [UInt8(family >> 8), UInt8(family & 0xff)] + counted(address) + counted(number) + counted(method)
            + counted(cookie.bytes)
    }
}
