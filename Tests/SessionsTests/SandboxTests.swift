import Foundation
import Sessions
import Testing
import Watchdog

@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"),
    .enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct SandboxTests {
    @Test func `a program in the sandbox reaches its display, its bus and its home`() async throws {
        try await inSandbox { session in
            let asked = try await session.run(["xprop", "-root", "_NET_SUPPORTING_WM_CHECK"])
            #expect(asked.ending == .exited(status: 0), "\(asked.program.lastOutput)")
            let bus = try await session.run([
                "dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.DBus", "/",
                "org.freedesktop.DBus.GetId",
            ])
            #expect(bus.ending == .exited(status: 0), "\(bus.program.lastOutput)")
            let writing = try await session.run([
                "sh", "-c", "echo mine > own.txt && echo mine > $TMPDIR/own.txt && cat own.txt",
            ])
            #expect(writing.program.printed == "mine\n", "\(writing.program.lastOutput)")
            #expect(exists(session.home.appending(path: "own.txt")))
        }
    }

    @Test func `it has no network but its own loopback`() async throws {
        try await inSandbox { session in
            // Some kernels give every network devices for tunnels, which are down; a route needs one that is up.
            let routes = try await session.run(["sh", "-c", "tail -n +2 /proc/self/net/route; echo end"])
            #expect(routes.program.printed == "end\n")
            let namespace = try await session.run(["readlink", "/proc/self/ns/net"])
            let ours = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/net")
            #expect(namespace.program.printed.hasPrefix("net:[") && namespace.program.printed != ours + "\n")
        }
    }

    @Test(arguments: ["/usr", "/etc", "/var/tmp", NSHomeDirectory()])
    func `nothing that it writes elsewhere stays`(folder: String) async throws {
        let name = "sandbox-\(UUID().uuidString)"
        try await inSandbox { session in _ = try await session.run(["touch", "\(folder)/\(name)"]) }
        #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
    }

    @Test func `it sees neither the user's files nor temporary files of others`() async throws {
        let secret = URL(filePath: "/tmp/sandbox-\(UUID().uuidString)")
        try Data("secret".utf8).write(to: secret)
        defer { try? FileManager.default.removeItem(at: secret) }
        try await inSandbox { session in
            let reading = try await session.run(["cat", secret.path])
            #expect(reading.program.printed.isEmpty)
            let listing = try await session.run(["ls", "-A", NSHomeDirectory()])
            let root = session.root.path
            #expect(root.hasPrefix(NSHomeDirectory()) || listing.program.printed.isEmpty)
        }
    }

    @Test func `variables of whoever asks for the session reach programs inside and nothing outside`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "sandbox-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let mark = folder.appending(path: "escaped")
        for name in ["bwrap", "prlimit"] {
            let script = Data("#!/bin/sh\ntouch '\(mark.path)'\nexec /usr/bin/\(name) \"$@\"\n".utf8)
            #expect(
                FileManager.default.createFile(
                    atPath: folder.appending(path: name).path, contents: script,
                    attributes: [.posixPermissions: 0o755]))
        }
        var settings = SessionSettings(isSandboxed: true)
        settings.variables = ["PATH": "\(folder.path):/usr/bin:/bin", "LD_DEBUG": "files", "OWN": "seen"]
        try await inSandbox(settings) { session in
            let inside = try await session.run(["sh", "-c", "echo $OWN $PATH"])
            #expect(inside.program.printed == "seen \(folder.path):/usr/bin:/bin\n")
            let outside = try await session.run(["sh", "-c", "echo $OWN $LD_DEBUG $PATH"], isTrusted: true)
            #expect(!outside.program.printed.contains("seen") && !outside.program.printed.contains(folder.path))
        }
        #expect(!exists(mark))
    }

    @Test func `its status is the program's, and limits hold inside`() async throws {
        let settings = SessionSettings(
            hasAccessibility: true, limits: ProgramLimits(memory: 64 << 20), isSandboxed: true)
        let session = try await Session.open(settings)
        let failing = try await session.run(["sh", "-c", "exit 7"])
        #expect(failing.ending == .exited(status: 7))
        let greedy = try await session.run(["sh", "-c", "head -c 200000000 /dev/zero | tail -c 1 | wc -c; ulimit -d"])
        #expect(greedy.program.printed.contains("\(64 << 10)"), "\(greedy.program.printed)")
        await session.end()
        #expect(!exists(session.root))
        #expect(MarkedProcesses.find(session.id).isEmpty)
    }
}
