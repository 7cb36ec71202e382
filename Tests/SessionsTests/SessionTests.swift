import Foundation
import Images
import Sessions
import Testing
import Watchdog
import X11Desktop

@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"),
    .timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct SessionTests {
    private static let bare = SessionSettings(
        server: ServerSettings(size: Size(width: 320, height: 240)), hasWindowManager: false, hasMessageBus: false)

    @Test func `a private session has a window manager, a bus and a home of its own`() async throws {
        let session = try await Session.open()
        #expect(try DisplayReport(of: session.address).windowManager == "Openbox")
        let asked = try await session.run([
            "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/", "org.freedesktop.DBus.GetId",
        ])
        #expect(asked.ending == .exited(status: 0), "\(asked.program.lastOutput)")
        let home = try await session.run(["sh", "-c", "cd && pwd && echo $TMPDIR $XDG_RUNTIME_DIR"])
        #expect(
            home.program.printed.split(whereSeparator: \.isWhitespace).allSatisfy { $0.hasPrefix(session.root.path) })
        await session.end()
    }

    @Test func `the end of a session leaves no process, no socket and no folder`() async throws {
        let session = try await Session.open()
        let stubborn = try session.launch(["sh", "-c", "trap '' TERM; (trap '' TERM; setsid sleep 1000) & sleep 1000"])
        #expect(MarkedProcesses.find(session.id).count >= 3)
        let socket = try #require(SocketIdentity(of: session.address))
        await session.end()
        #expect(MarkedProcesses.find(session.id).isEmpty)
        #expect(stubborn.ended != nil)
        #expect(!exists(session.root))
        #expect(SocketIdentity(of: session.address) != socket)
        #expect(throws: SessionError.isOver) { try session.launch(["true"]) }
    }

    @Test(
        .enabled(
            if: ["/usr/libexec", "/usr/lib/at-spi2-core"].contains {
                FileManager.default.isExecutableFile(atPath: "\($0)/at-spi-bus-launcher")
            } || ProcessInfo.processInfo.environment["CI"] != nil, "at-spi2-core is not installed"))
    func `the accessibility bus is there when asked for and ends with the session`() async throws {
        let session = try await Session.open(SessionSettings(hasAccessibility: true))
        let asked = try await session.run([
            "dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
            "org.a11y.Bus.GetAddress",
        ])
        #expect(asked.ending == .exited(status: 0), "\(asked.program.lastOutput)")
        // Server, window manager, two message buses, and the launcher of one of these.
        #expect(MarkedProcesses.find(session.id).count >= 5)
        await session.end()
        #expect(MarkedProcesses.find(session.id).isEmpty)
        #expect(!exists(session.root))
    }

    @Test func `a session that is let go without its end is cleaned up all the same`() async throws {
        var session: Session? = try await Session.open(Self.bare)
        let id = try #require(session?.id)
        session = nil
        #expect(await eventually { MarkedProcesses.find(id).isEmpty && !exists(Session.root(of: id)) })
    }

    @Test func `two sessions do not meet`() async throws {
        async let one = Session.open(Self.bare)
        async let two = Session.open(Self.bare)
        let (first, second) = try await (one, two)
        #expect(first.address != second.address)
        #expect(first.home != second.home)
        await first.end()
        #expect(throws: Never.self) { try InputState(of: second.address) }
        await second.end()
    }

    @Test func `a display number that somebody still holds is left to them`() async throws {
        let earlier = try await Session.open(Self.bare)
        let number = earlier.address.name
        await earlier.end()
        let held = try DisplayLock(display: number)
        let session = try await Session.open(Self.bare)
        #expect(session.address.name != number)
        #expect(throws: Never.self) { try InputState(of: session.address) }
        // The server that had the held number is gone again.
        let servers = MarkedProcesses.find(session.id).filter { process in
            (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8))?.hasPrefix("Xvfb") ?? false
        }
        #expect(servers.count == 1)
        await session.end()
        held.release()
    }

    @Test func `a program that is not installed is named, with its package`() async throws {
        let session = try await Session.open(Self.bare)
        #expect(throws: SessionError.noProgram(name: "no-such-program")) { try session.launch(["no-such-program"]) }
        #expect(throws: SessionError.emptyCommand) { try session.launch([]) }
        #expect(
            SessionError.noProgram(name: "Xtigervnc").description.contains("apt-get install tigervnc-standalone-server")
        )
        await session.end()
    }

    @Test func `a program that ends early says how, and its last words`() async throws {
        let session = try await Session.open(Self.bare)
        let program = try session.launch(["sh", "-c", "echo no good >&2; exit 3"])
        #expect(try await program.waitForEnd(seconds: 20) == .exited(status: 3))
        #expect(throws: SessionError.ended(program: "sh", status: "with status 3", lastOutput: "no good")) {
            try program.checkAlive()
        }
        let slow = try session.launch(["sleep", "1000"])
        await #expect(throws: SessionError.tookTooLong(program: "sleep", seconds: 0)) {
            try await slow.waitForEnd(seconds: 0)
        }
        #expect(slow.ended != nil)
        await session.end()
    }

    @Test func `a program has no descriptors of ours, no shell and none of our variables`() async throws {
        let session = try await Session.open(Self.bare)
        let open = try await session.run(["ls", "/proc/self/fd"])
        #expect(open.program.printed.split(separator: "\n").count <= 4, "\(open.program.printed)")
        let words = try await session.run(["echo", "$HOME; ls"])
        #expect(words.program.printed == "$HOME; ls\n")
        let variables = try await session.run(["env"])
        let names = variables.program.printed.split(separator: "\n").compactMap { $0.split(separator: "=").first }
        #expect(Set(names.map(String.init)) == Set(session.environment.keys))
        await session.end()
    }

    @Test func `a program cannot use more than its limits`() async throws {
        var settings = Self.bare
        settings.limits = ProgramLimits(memory: 64 << 20)
        let session = try await Session.open(settings)
        let modest = try await session.run(["dd", "if=/dev/zero", "of=/dev/null", "bs=2M", "count=1"])
        #expect(modest.ending == .exited(status: 0))
        let greedy = try await session.run(["dd", "if=/dev/zero", "of=/dev/null", "bs=200M", "count=1"])
        #expect(greedy.ending == .exited(status: 1))
        #expect(throws: SessionError.noProgram(name: "no-such-program")) { try session.launch(["no-such-program"]) }
        await session.end()
    }

    @Test func `a session is described for the record`() async throws {
        let session = try await Session.open()
        let description = try await session.described(programs: ["Xvfb", "openbox", "no-such-program"])
        #expect(description.size == Size(width: 1280, height: 800))
        #expect(description.isPrivate && description.windowManager == "Openbox")
        #expect(description.versions["no-such-program"] == nil)
        #expect(description.fonts.contains { $0.hasPrefix("DejaVuSans.ttf ") } && description.look == .standard)
        await session.end()
    }

    @Test func `a server that dies is noticed`() async throws {
        let session = try await Session.open(Self.bare)
        let server = try #require(MarkedProcesses.find(session.id).first)
        let path = "/tmp/.X11-unix/X\(session.address.name.dropFirst())"
        let socket = try #require(SocketFile(at: path))
        kill(server, SIGKILL)
        #expect(await eventually { (try? session.checkAlive()) == nil })
        await session.end()
        #expect(SocketFile(at: path) != socket)
    }
}
