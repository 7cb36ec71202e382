import Foundation
import Images
import X11Desktop

/// An X server without a screen of its own (Xvfb), started for one session and ended with it.
package final class VirtualServer: Sendable {
    package let address: DisplayAddress
    package let process: Int32
    private let folder: URL

    /// Starts a server on a display number that it chooses itself, with a cookie that only we know.
    package init(size: Size<ScreenSpace>, depth: Int = 24) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "deskhand-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let cookie = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let authority = folder.appending(path: "Xauthority")
        try Data(VirtualServer.authorityEntry(cookie)).write(to: authority)

        let ready = Pipe()
        let server = Process()
        server.executableURL = URL(filePath: "/usr/bin/env")
        server.arguments = [
            "Xvfb", "-displayfd", "1", "-screen", "0", "\(size.width)x\(size.height)x\(depth)",
            "-auth", authority.path, "-nolisten", "tcp", "-noreset", "-extension", "GLX", "-dpi", "96",
        ]
        server.standardOutput = ready
        server.standardError = FileHandle.nullDevice
        try server.run()
        let line = String(decoding: ready.fileHandleForReading.availableData, as: UTF8.self)
        guard let number = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            server.terminate()
            throw X11Error.noServer(display: "Xvfb")
        }
        address = DisplayAddress(name: ":\(number)", cookie: cookie)
        process = server.processIdentifier
        self.folder = folder
    }

    /// Ends the server and removes its files.
    package func stop() {
        kill(process, SIGTERM)
        try? FileManager.default.removeItem(at: folder)
    }

    /// One Xauthority entry that fits any display: family 65535 (wild), empty address and number, the cookie.
    static func authorityEntry(_ cookie: [UInt8]) -> [UInt8] {
        func counted(_ bytes: [UInt8]) -> [UInt8] { [UInt8(bytes.count >> 8), UInt8(bytes.count & 255)] + bytes }
        return [0xff, 0xff] + counted([]) + counted([]) + counted(Array("MIT-MAGIC-COOKIE-1".utf8)) + counted(cookie)
    }
}
