import Foundation
import Images
import Sessions
import Testing
import Watchdog
import X11Desktop

@Suite(.enabled(if: has("Xvfb"), "Xvfb is not installed"), .timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct VirtualServerTests {
    @Test func `a server has the size and depth that were asked for`() throws {
        let server = try VirtualServer(size: Size(width: 640, height: 480), depth: 16)
        defer { server.stop() }
        let report = try DisplayReport(of: server.address)
        #expect(report.size == Size(width: 640, height: 480))
        #expect(report.depth == 16)
        #expect(report.dotsPerInch == 96)
        #expect(report.extensions.sorted() == DisplayReport.wantedExtensions.keys.sorted())
    }

    @Test func `a client without the cookie is refused`() throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let wrong = DisplayAddress(name: server.address.name, cookie: [UInt8](repeating: 7, count: 16))
        #expect(throws: X11Error.notLetIn(display: server.address.name)) { try InputState(of: wrong) }
        #expect(throws: Never.self) { try InputState(of: server.address) }
    }

    @Test func `servers that start together have displays of their own`() async throws {
        let servers = try await withThrowingTaskGroup(of: VirtualServer.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try VirtualServer(size: Size(width: 320, height: 240))
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        defer { servers.forEach { $0.stop() } }
        #expect(Set(servers.map(\.address.name)).count == 8)
    }

    @Test func `a stopped server leaves no socket and no folder`() throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        let folder = server.authority.deletingLastPathComponent()
        #expect(exists(folder))
        #expect(exists(server.socket))
        server.stop()
        #expect(!exists(folder))
        #expect(throws: X11Error.self) { try InputState(of: server.address) }
        #expect(throws: SessionError.self) { try server.checkAlive() }
    }

    @Test func `a screen that cannot be made is refused in the server's own words`() throws {
        let error = #expect(throws: SessionError.self) {
            try VirtualServer(size: Size(width: 640, height: 480), depth: 77)
        }
        #expect(error?.description.contains("'Xvfb' ended early") == true, "\(String(describing: error))")
    }

    @Test(.enabled(if: has("Xtigervnc"), "Xtigervnc is not installed"))
    func `a watched server shows itself on this machine's own address only`() async throws {
        let settings = SessionSettings(
            server: ServerSettings(size: Size(width: 640, height: 480), isWatched: true), hasWindowManager: false,
            hasMessageBus: false)
        let session = try await Session.open(settings)
        let port = try #require(session.watchAddress?.split(separator: ":").last.flatMap { Int($0) })
        let table = try String(contentsOfFile: "/proc/net/tcp", encoding: .ascii)
        let hexadecimal = String(format: "%04X", port)
        #expect(table.contains("0100007F:\(hexadecimal) 00000000:0000 0A"))
        #expect(!table.contains("00000000:\(hexadecimal) 00000000:0000 0A"))
        await session.end()
    }
}
