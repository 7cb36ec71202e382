import Foundation
import Images
import Sessions
import Testing
import Watchdog

/// Nothing that a session started outlives it, with the sandbox and without.
@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"),
    .timeLimit(.minutes(5)), .watchdog(minutes: 7))
struct OwnershipTests {
    /// Ways in which programs get away from whoever started them. Each writes a line that the process that stays has
    /// in its command line, which the tests look for.
    static let escapes = [
        "env -i setsid sleep MARK",
        "(setsid sh -c '(sleep MARK &)' &)",
        "trap '' TERM HUP INT; (trap '' TERM HUP INT; env -i setsid sh -c 'trap \"\" TERM; sleep MARK; sleep MARK') & sleep MARK",
        "env -i setsid sh -c 'kill -STOP $$' MARK &",
        "i=0; while [ $i -lt 200 ]; do (env -i setsid sleep MARK &); i=$((i+1)); done",
        // For ten seconds new programs are started all the time.
        "(env -i setsid sh -c 'n=0; while [ $n -lt 500 ]; do (sleep MARK &); sleep 0.02; n=$((n+1)); done' &)",
    ]

    private static func settings(_ isSandboxed: Bool) -> SessionSettings {
        SessionSettings(
            server: ServerSettings(size: Size(width: 320, height: 240)), hasWindowManager: false, hasMessageBus: false,
            isSandboxed: isSandboxed)
    }

    @Test(arguments: escapes, [false] + (sandboxCanBeHad ? [true] : []))
    func `after an orderly end nothing runs`(script: String, isSandboxed: Bool) async throws {
        let mark = Self.newMark()
        let session = try await Session.open(Self.settings(isSandboxed))
        _ = try session.launch(["sh", "-c", script.replacing("MARK", with: mark)])
        #expect(await eventually { !Self.running(mark).isEmpty })
        await session.end()
        #expect(Self.running(mark).isEmpty)
        #expect(!exists(session.root))
    }

    @Test(arguments: escapes, [false] + (sandboxCanBeHad ? [true] : []))
    func `after a kill of Deskhand nothing runs`(script: String, isSandboxed: Bool) async throws {
        let mark = Self.newMark()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [script = script as String, isSandboxed = isSandboxed as Bool, mark = mark as String] in
            let session = try await Session.open(Self.settings(isSandboxed))
            _ = try session.launch(["sh", "-c", script.replacing("MARK", with: mark)])
            try #require(await eventually { !Self.running(mark).isEmpty })
            kill(getpid(), SIGKILL)
            await session.end()
        }
        #expect(await eventually { Self.running(mark).isEmpty })
    }

    @Test func `folders that nobody may enter are removed with the session`() async throws {
        let session = try await Session.open(Self.settings(false))
        let made = try await session.run(["sh", "-c", "mkdir -p a/b/c && touch a/b/c/d && chmod 0 a/b/c a/b a"])
        #expect(made.ending == .exited(status: 0))
        await session.end()
        #expect(!exists(session.root))
    }

    @Test(arguments: [false] + (sandboxCanBeHad ? [true] : []))
    func `a session starts where TMPDIR has a space and letters beyond ASCII`(isSandboxed: Bool) async throws {
        let folder = "/tmp/mit Lücke,%\(UUID().uuidString.prefix(4))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        await #expect(processExitsWith: .success) { [folder = folder as String, isSandboxed = isSandboxed as Bool] in
            setenv("TMPDIR", folder, 1)
            let session = try await Session.open(SessionSettings(hasAccessibility: true, isSandboxed: isSandboxed))
            try #require(session.root.path.hasPrefix(folder))
            let bus = try await session.run([
                "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
                "org.freedesktop.DBus.GetId",
            ])
            try #require(bus.ending == .exited(status: 0))
            let accessibility = try await session.run([
                "dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
                "org.a11y.Bus.GetAddress",
            ])
            try #require(accessibility.ending == .exited(status: 0))
            let window = try await session.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])
            try #require(window.ending == .exited(status: 0))
            await session.end()
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }

    private static func newMark() -> String { "\(Int.random(in: 100_000_000...999_999_999))" }

    /// The processes with `mark` as a word of their command lines.
    private static func running(_ mark: String) -> [String] {
        let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { Int($0) != nil }
        return numbers.filter { number in
            let words = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") ?? Data()
            return words.split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
        }
    }
}
