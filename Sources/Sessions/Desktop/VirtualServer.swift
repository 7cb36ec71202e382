import Foundation
import Glibc
import Images
import X11Desktop

/// An X server without a screen of its own (Xvfb, or TigerVNC's where people want to watch).
///
/// It chooses its display number itself, which is free of races, lets in only clients that have its cookie, and does
/// not listen on the network.
package final class VirtualServer: Sendable {
    package let address: DisplayAddress
    package let settings: ServerSettings
    /// Where a VNC viewer may look, such as `localhost:42123`.
    package let watchAddress: String?
    /// The authority file for its clients.
    package let authority: URL
    private let program: Program
    /// Removed at the end; `nil` when the folder is the session's.
    private let ownFolder: URL?

    package var process: Int32 { program.processID }

    /// Fails if the server has ended.
    package func checkAlive() throws(SessionError) { try program.checkAlive() }

    /// Starts a server for itself, without a session. It takes about 40 ms, during which the thread waits; whoever
    /// starts it calls ``stop()``.
    package convenience init(size: Size<ScreenSpace>, depth: Int = 24) throws(SessionError) {
        let id = SessionFolder.newID()
        let folder = try SessionFolder(id: id)
        do {
            try self.init(
                ServerSettings(size: size, depth: depth), in: folder.readable, logs: folder.logs,
                environment: SessionEnvironment.minimal(mark: id), ownFolder: folder.root)
        } catch {
            folder.remove()
            throw error
        }
    }

    /// - Parameters:
    ///   - folder: where its authority file goes.
    ///   - environment: with the session's mark.
    init(
        _ settings: ServerSettings, in folder: URL, logs: URL, environment: [String: String], ownFolder: URL? = nil
    ) throws(SessionError) {
        let cookie = Cookie()
        authority = folder.appending(path: "Xauthority")
        try cookie.write(to: authority)
        let port = settings.isWatched ? try FreePort.onLoopback() : nil
        let ready = try ReadyLine()
        program = try Program(
            settings.command(authority: authority.path, watchPort: port), environment: environment, folder: folder,
            logs: logs, answers: ready.writing)
        let line: String
        do {
            line = try ready.wait(for: program, seconds: 20)
        } catch {
            program.stop()
            throw error
        }
        address = DisplayAddress(name: ":\(line)", cookie: cookie.bytes)
        watchAddress = port.map { "localhost:\($0)" }
        self.settings = settings
        self.ownFolder = ownFolder
    }

    /// The socket in the file system that its clients connect to.
    package var socket: URL { URL(filePath: "/tmp/.X11-unix/X\(address.name.dropFirst())") }

    /// Ends the server and removes its files.
    package func stop() {
        program.stop()
        if let ownFolder {
            try? FileManager.default.removeItem(at: ownFolder)
        }
    }
}

/// A TCP port that nobody uses.
private enum FreePort {
    /// The system chooses it; between this and its use somebody else could take it, and then the server says so.
    static func onLoopback() throws(SessionError) -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(descriptor, pointer, length) == 0 ? getsockname(descriptor, pointer, &length) : -1
            }
        }
        guard descriptor >= 0, result == 0 else {
            throw .notStarted(program: "Xtigervnc", reason: "no port is free: \(String(cString: strerror(errno)))")
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
