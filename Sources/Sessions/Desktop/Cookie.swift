import Foundation

/// The secret that lets clients into an X server, and the file that holds it.
struct Cookie: Hashable, Sendable {
    let bytes: [UInt8]

    init() {
        var random = SystemRandomNumberGenerator()
        bytes = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    }

    init(bytes: [UInt8]) { self.bytes = bytes }

    /// One entry of an authority file that fits any display: family 65535 (wild), no address, no number.
    ///
    /// The server reads it before it has chosen its number, and its clients read the same file.
    private var entry: [UInt8] {
        func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 0xff)] + bytes }
        return [0xff, 0xff] + counted([]) + counted([]) + counted(Array("MIT-MAGIC-COOKIE-1".utf8)) + counted(bytes)
    }

    /// Writes the file that `-auth` and `$XAUTHORITY` name.
    func write(to file: URL) throws(SessionError) {
        do {
            try Data(entry).write(to: file)
        } catch {
            throw .noFolder(path: file.path, reason: error.localizedDescription)
        }
    }
}
