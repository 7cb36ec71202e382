import Foundation
import Images
import Sessions
import Testing
import Watchdog
import X11Desktop

@Suite(.enabled(if: has("Xvfb"), "Xvfb is not installed"), .timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct DisplayLockTests {
    @Test func `a second agent is refused, and told who holds the display`() async throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let name = server.address.name
        let first = try await Session.attach(to: server.address)
        await #expect(throws: SessionError.displayInUse(display: name, process: getpid())) {
            try await Session.attach(to: server.address)
        }
        await #expect(throws: SessionError.displayInUse(display: name + ".0", process: getpid())) {
            try await Session.attach(to: DisplayAddress(name: name + ".0", cookie: server.address.cookie))
        }
        await first.end()
        let second = try await Session.attach(to: server.address)
        await second.end()
    }

    @Test func `a lock ends with its process`() async throws {
        let display = ":sessions-test-\(getpid())"
        await #expect(processExitsWith: .signal(SIGKILL)) { [display = display as String] in
            let lock = try DisplayLock(display: display)
            kill(getpid(), SIGKILL)
            lock.release()
        }
        let lock = try DisplayLock(display: display)
        lock.release()
        #expect(!exists(URL(filePath: DisplayLock.path(for: display))))
    }

    @Test(arguments: [(":0", ":0.0"), ("unix:3", ":3"), ("host:1", "host:1.2")])
    func `one display has one lock however it is written`(one: String, other: String) {
        #expect(DisplayLock.path(for: one) == DisplayLock.path(for: other))
    }

    @Test func `a display where nothing answers is an error, and is not held`() async throws {
        await #expect(throws: X11Error.noServer(display: ":4711")) {
            try await Session.attach(to: DisplayAddress(name: ":4711"))
        }
        try DisplayLock(display: ":4711").release()
    }
}
