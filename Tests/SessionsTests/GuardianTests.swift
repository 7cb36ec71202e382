import Accessibility
import Foundation
import Images
import Interaction
import Sessions
import Testing
import Watchdog
import X11Desktop

/// Each test kills a process of its own that holds a session, and looks at what is left.
@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"),
    .timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct GuardianTests {
    @Test func `after a kill nothing of a private session is left`() async throws {
        let note = URL(filePath: "/tmp/deskhand-test-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: note) }
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = note.path as String] in
            let session = try await Session.open(SessionSettings(hasAccessibility: true))
            _ = try session.launch(["sh", "-c", "trap '' TERM HUP; (setsid sleep 1000 &) ; sleep 1000"])
            _ = try await session.run([
                "dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
                "org.a11y.Bus.GetAddress",
            ])
            let socket = try #require(SocketIdentity(of: session.address))
            try "\(session.id) \(session.address.name) \(socket.changed)".write(
                toFile: path, atomically: true, encoding: .utf8)
            kill(getpid(), SIGKILL)
            await session.end()
        }
        let words = try String(contentsOf: note, encoding: .utf8).split(separator: " ").map(String.init)
        #expect(
            await eventually {
                MarkedProcesses.find(words[0]).isEmpty && !exists(Session.root(of: words[0]))
            })
        #expect(SocketIdentity(of: DisplayAddress(name: words[1])).map { "\($0.changed)" } != words[2])
        #expect(await eventually { !exists(URL(filePath: DisplayLock.path(for: words[1]))) })
    }

    @Test func `after a kill while a session is being made nothing is left`() async throws {
        for delay in [1, 15, 40, 80] {
            let note = URL(filePath: "/tmp/deskhand-test-\(UUID().uuidString)")
            try FileManager.default.createDirectory(at: note, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: note) }
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = note.path as String, delay = delay as Int] in
                setenv("TMPDIR", path, 1)
                async let session = Session.open()
                try await Task.sleep(for: .milliseconds(delay))
                kill(getpid(), SIGKILL)
                await (try session).end()
            }
            #expect(
                try await eventually {
                    try FileManager.default.contentsOfDirectory(atPath: note.path).isEmpty
                })
        }
    }

    @Test func `after a kill no key and no button stays pressed on a live display, and its map is back`() async throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let map = try KeyboardMapSnapshot(of: server.address)
        let (name, cookie) = (server.address.name, server.address.cookie)
        await #expect(processExitsWith: .signal(SIGKILL)) { [name = name as String, cookie = cookie as [UInt8]?] in
            let address = DisplayAddress(name: name, cookie: cookie)
            let session = try await Session.attach(to: address)
            _ = try session.launch(["sleep", "1000"])
            session.keyboardGuard(try KeyboardMapSnapshot(of: address))
            let desktop = try XDesktop(at: address)
            _ = try await desktop.perform(.mouseDown(.left, at: Point(x: 5, y: 5)))
            try await desktop.press(Key("shift"))
            let held = try InputState(of: address)
            try #require(held.buttons == [1] && held.keycodes.count == 1)
            let lent = try await session.run(["xmodmap", "-e", "keycode 248 = a b"])
            try #require(lent.ending == .exited(status: 0))
            kill(getpid(), SIGKILL)
            await session.end()
        }
        #expect(try await eventually { try InputState(of: server.address).isEmpty })
        #expect(try await eventually { try KeyboardMapSnapshot(of: server.address) == map })
        #expect(await eventually { !exists(URL(filePath: DisplayLock.path(for: name))) })
    }

    @Test func `a guarded folder goes with its process`() async throws {
        let name = "guarded-\(UUID().uuidString)"
        await #expect(processExitsWith: .signal(SIGKILL)) { [name = name as String] in
            let folder = try GuardedFolder(name)
            try Data("kept".utf8).write(to: folder.url.appending(path: "file"))
            try #require(folder.url.lastPathComponent.hasPrefix(name))
            kill(getpid(), SIGKILL)
            folder.remove()
        }
        let names = { try FileManager.default.contentsOfDirectory(atPath: FileManager.default.temporaryDirectory.path) }
        #expect(try await eventually { try !names().contains { $0.hasPrefix(name) } })

        let folder = try GuardedFolder(name)
        #expect(exists(folder.url))
        folder.remove()
        #expect(!exists(folder.url))
    }

    @Test func `what a program that is ended has left of its socket is removed, another's is not`() async throws {
        let (ours, others) = ("/tmp/deskhand-test-\(UUID().uuidString)", "/tmp/deskhand-test-\(UUID().uuidString)")
        let code =
            "import socket,sys,time; s=socket.socket(socket.AF_UNIX); s.bind(sys.argv[1]); s.listen(); time.sleep(999)"
        let (session, other) = (try await Session.open(), try await Session.open())
        _ = try session.launch(["python3", "-c", code, ours])
        _ = try other.launch(["python3", "-c", code, others])
        // A name that is no UTF-8 stands in the list of all sockets, and must not hide the others.
        let strange =
            "import socket,time; s=socket.socket(socket.AF_UNIX); s.bind(b'\\0bad-\\xff'); s.listen(); time.sleep(999)"
        _ = try other.launch(["python3", "-c", strange])
        #expect(await eventually { exists(URL(filePath: ours)) && exists(URL(filePath: others)) })
        await session.end()
        #expect(!exists(URL(filePath: ours)))
        #expect(exists(URL(filePath: others)))
        await other.end()
        #expect(!exists(URL(filePath: others)))
    }

    @Test func `a live display's own programs are left alone`() async throws {
        let owner = try await Session.open()
        let theirs = try owner.launch(["sleep", "1000"])
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let guest = try await Session.attach(to: server.address)
        let ours = try guest.launch(["sleep", "1000"])
        await guest.end()
        #expect(ours.ended != nil)
        #expect(theirs.ended == nil)
        #expect(throws: Never.self) { try server.checkAlive() }
        await owner.end()
    }

    @Test(arguments: [
        Duty.remove(path: "/tmp/a b"), .socket(SocketFile(path: "/tmp/x y", inode: 12)),
        .input(DisplayAddress(name: ":3", cookie: [0, 255, 16])), .input(DisplayAddress(name: ":0")),
        .lock(path: "/tmp/a.lock"), .keyboardIsBack, .inputStays,
        .silence(
            WokenSession(
                bus: AssistanceSwitch(session: "unix:path=/tmp/a%20b,guid=1"),
                properties: ["IsEnabled", "ScreenReaderEnabled"])),
    ])
    func `a guardian reads what it is told`(duty: Duty) {
        #expect(Duty(line: duty.line) == duty)
    }

    @Test(arguments: ["", "remove", "remove relative/path", "processes 1", "input :0 xyz", "nonsense 1"])
    func `a guardian ignores what it does not know`(line: String) {
        #expect(Duty(line: line) == nil)
    }

    @Test func `a socket that serves again, or is another file, is not removed`() throws {
        let server = try VirtualServer(size: Size(width: 320, height: 240))
        defer { server.stop() }
        let socket = try #require(SocketFile(at: server.socket.path))
        socket.removeIfDeserted()
        SocketFile(path: socket.path, inode: socket.inode + 1).removeIfDeserted()
        #expect(exists(server.socket))
    }
}
