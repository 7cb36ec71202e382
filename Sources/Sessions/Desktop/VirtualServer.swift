package import Foundation
import Glibc
package import Images
package import X11Desktop

/// An X server without a physical screen (Xvfb, or TigerVNC's for watching).
///
/// It chooses its display number itself, which is free of races, lets in only clients that have its cookie, and does
/// not listen on the network.
package final class VirtualServer: Sendable {
    /// Where it listens.
    package let address: DisplayAddress
    let settings: ServerSettings
    /// Where a VNC viewer may look, such as `localhost:42123`.
    let watchAddress: String?
    /// The authority file for its clients.
    package let authority: URL
    private let program: Program
    /// Go at the end; `nil` when both are the session's.
    private let own: (folder: SessionFolder, guardian: Guardian)?

    var process: Int32 { program.processID }

    /// Fails if the server has ended.
    package func checkAlive() throws(SessionError) { try program.checkAlive() }

    /// Starts a server for itself, without a session. It takes about 40 ms, during which the thread waits; whoever
    /// starts it calls ``stop()``.
    package convenience init(size: Size<ScreenSpace>, depth: Int = 24) throws(SessionError) {
        let id = SessionFolder.newID()
        let guardian = try Guardian.engaged(for: id)
        do {
            let folder = try SessionFolder(id: id)
            try self.init(
                ServerSettings(size: size, depth: depth), in: folder, by: guardian.launcher,
                environment: SessionEnvironment.minimal(mark: id), own: (folder, guardian))
        } catch {
            guardian.dismiss()
            throw error
        }
    }

    /// - Parameters:
    ///   - folder: where its authority file goes, which programs of the session read.
    ///   - launcher: starts it, on the host.
    ///   - environment: with the session's mark.
    ///   - isIsolated: whether it has a separate namespace for System V shared memory. A client could otherwise have
    ///     it read and write segments of the user's other programs, which the client itself does not see.
    ///   - hosts: the names of the machine as its clients see it: those in a sandbox another than those outside.
    init(
        _ settings: ServerSettings, in folder: SessionFolder, by launcher: LaunchClient,
        environment: [String: String], isIsolated: Bool = false, dotsPerInch: Int = Look.standard.dotsPerInch,
        hosts: [[UInt8]] = [AuthorityEntry.hostName],
        own: (folder: SessionFolder, guardian: Guardian)? = nil
    ) throws(SessionError) {
        let cookie = Cookie()
        authority = folder.readable.appending(path: "Xauthority")
        // The server reads it before it has chosen its number.
        try AuthorityEntry.any(cookie: cookie).write(to: authority)
        let port = settings.isWatched ? try FreePort.onLoopback() : nil
        let ready = try ReadyLine()
        let command = settings.command(
            authority: authority.path, watchPort: port, dotsPerInch: dotsPerInch)
        program = try Program(
            isIsolated ? ServerIsolation.words + command : command, name: command[0], by: launcher,
            environment: environment,
            folder: folder.own, logs: folder.logs, answers: ready.writing)
        let line: String
        do {
            line = try ready.wait(for: program, seconds: 20)
            if let number = Int(line) {
                let entries = hosts.map { AuthorityEntry.local(host: $0, display: number, cookie: cookie) }
                try AuthorityEntry.write(entries, to: authority)
            }
        } catch {
            let obstacle = isIsolated ? ServerIsolation.obstacle(to: program, error) : nil
            program.stop()
            throw obstacle ?? error
        }
        address = DisplayAddress(name: ":\(line)", cookie: cookie.bytes)
        watchAddress = port.map { "localhost:\($0)" }
        self.settings = settings
        self.own = own
    }

    /// The socket in the file system that its clients connect to.
    package var socket: URL { URL(filePath: "/tmp/.X11-unix/X\(address.name.dropFirst())") }

    /// Ends the server and removes its files.
    package func stop() {
        program.stop()
        own?.guardian.dismiss()
    }
}

/// A free TCP port.
private enum FreePort {
    /// The system chooses it; between this and its use another process could take it, and then the server reports an error.
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
