import Foundation
import Glibc

/// The secret that lets clients into an X server, and the file that holds it.
struct Cookie: Hashable, Sendable {
    let bytes: [UInt8]

    init() {
        var random = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// Writes the file that `-auth` and `$XAUTHORITY` name.
    ///
    /// The server reads it before it has chosen its number: it is written without one first, and again with it. The
    /// entry for any display is always in it, so that the server and clients can read either.
    ///
    /// - Parameter display: the server's number, `nil` while it is not known.
    func write(to file: URL, display: Int? = nil) throws(SessionError) {
        let local = display.map { number in
            AuthorityEntry.hostNames.map { AuthorityEntry.local(host: $0, display: number, cookie: self) }
        }
        let entries = (local ?? []) + [.any(cookie: self)]
        do {
            // A client never finds half a file.
            try Data(entries.flatMap(\.bytes)).write(to: file, options: .atomic)
            chmod(file.path, 0o600)
        } catch {
            throw .noFolder(path: file.path, reason: error.localizedDescription)
        }
    }
}
