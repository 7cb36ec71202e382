import Foundation
import Images
import Interaction
import Sessions
import Testing
import Watchdog
import X11Desktop

/// Everything of a session runs in one sandbox, of which nothing leads out.
@Suite(
    .enabled(if: has("Xvfb") && has("openbox") && has("dbus-daemon"), "Xvfb, openbox or dbus-daemon is not installed"),
    .enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct BoundaryTests {
    @Test func `window manager, buses and programs run in the sandbox's own namespaces`() async throws {
        try await inSandbox(SessionSettings(hasAccessibility: true, isSandboxed: true)) { session in
            _ = try session.launch(["sleep", "1000"])
            for name in ["openbox", "dbus-daemon", "sleep"] {
                let process = try #require(session.processes.first { command($0) == name }, "\(name) is not there")
                for kind in ["pid", "mnt", "net", "ipc", "uts", "user", "cgroup"] {
                    #expect(namespace(kind, of: "\(process)") != namespace(kind, of: "self"), "\(name): \(kind)")
                }
            }
            let server = try #require(session.processes.first { command($0) == "Xvfb" })
            #expect(namespace("pid", of: "\(server)") == namespace("pid", of: "self"))
            #expect(namespace("ipc", of: "\(server)") != namespace("ipc", of: "self"))
            let desktop = try XDesktop(at: session.address)
            for _ in 0..<3 { _ = try await desktop.screenshot(of: .everything) }
            #expect(try await desktop.captureMethod() == .sharedMemory)
        }
    }

    @Test func `the window manager's configuration cannot be rewritten, nor the window manager started outside`()
        async throws
    {
        let canary = "/var/tmp/boundary-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: canary) }
        try await inSandbox { session in
            let file = session.readable.appending(path: "openbox.xml").path
            let before = try String(contentsOfFile: file, encoding: .utf8)
            let attack =
                "<openbox_config><keyboard><keybind key=\"F5\"><action name=\"Execute\">"
                + "<command>touch \(canary)</command></action></keybind></keyboard></openbox_config>"
            let writing = try await session.run(["sh", "-c", "echo '\(attack)' > '\(file)'"])
            #expect(writing.ending != .exited(status: 0))
            let replacing = try await session.run(["sh", "-c", "rm -f '\(file)'; mv '\(file)' '\(file).old'"])
            #expect(replacing.ending != .exited(status: 0))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == before)
            // With a configuration of its own, a window manager of its own serves the key, and stays inside too.
            try attack.write(to: session.home.appending(path: "own.xml"), atomically: true, encoding: .utf8)
            let manager = try session.launch(["openbox", "--replace", "--sm-disable", "--config-file", "own.xml"])
            let desktop = try XDesktop(at: session.address)
            for _ in 0..<20 where manager.ended == nil {
                try await desktop.press(Key("F5"))
                try await Task.sleep(for: .milliseconds(100))
            }
            #expect(!FileManager.default.fileExists(atPath: canary))
        }
    }

    @Test func `it has no capability, no new privileges, and a filter of system calls`() async throws {
        try await inSandbox { session in
            let status = try await session.run(["cat", "/proc/self/status"]).program.printed
            for set in ["CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"] {
                #expect(status.contains("\(set):\t0000000000000000"), "\(set)")
            }
            #expect(status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"))
            let user = try await session.run(["id", "-u"]).program.printed
            #expect(user != "0\n")
            for attempt in [
                ["unshare", "-U", "true"], ["unshare", "-n", "true"], ["mount", "-t", "tmpfs", "x", "/tmp"],
            ] {
                #expect(try await session.run(attempt).ending != .exited(status: 0), "\(attempt)")
            }
        }
    }

    @Test func `it sees its own processes, not the host's, and cannot end the first of them`() async throws {
        try await inSandbox { session in
            let numbers = try await session.run(["sh", "-c", "echo /proc/[0-9]*"]).program.printed
            #expect(numbers.split(separator: " ").count < 20)
            let killing = try await session.run([
                "sh", "-c", "kill -9 1; kill -STOP 1; cat /proc/1/environ; echo alive",
            ])
            #expect(killing.program.printed == "alive\n")
            #expect(try await session.run(["true"]).ending == .exited(status: 0))
        }
    }

    @Test(arguments: ["/", "/dev", "/run", "/etc", "/usr", "/proc/sys/kernel", "/sys/devices/system/cpu"])
    func `nothing can be written at the system's places`(folder: String) async throws {
        try await inSandbox { session in
            let attempt = try await session.run(["sh", "-c", "echo x > '\(folder)/boundary-file'"])
            #expect(attempt.ending != .exited(status: 0))
        }
    }

    @Test func `it sees neither Deskhand's part of its folder nor another session's`() async throws {
        let other = try await Session.open(SessionSettings(hasWindowManager: false, hasMessageBus: false))
        try await inSandbox { session in
            let shown = try await session.run(["ls", "-A", session.own.path]).program.printed
            #expect(shown == "readable\n")
            let otherRoot = try await session.run(["ls", other.root.path])
            #expect(otherRoot.ending != .exited(status: 0))
            let shadow = try await session.run(["cat", "/etc/shadow"]).program.printed
            #expect(shadow.isEmpty)
        }
        await other.end()
    }

    @Test func `files that are shown read-only are there and cannot be changed`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "shown \(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("shown".utf8).write(to: folder.appending(path: "file"))
        try await inSandbox(SessionSettings(readOnly: [folder], isSandboxed: true)) { session in
            let file = folder.appending(path: "file").path
            let reading = try await session.run(["cat", file])
            #expect(reading.program.printed == "shown")
            let writing = try await session.run(["sh", "-c", "echo x > '\(file)'"])
            #expect(writing.ending != .exited(status: 0))
        }
    }

    @Test func `an X server that a guest brings down ends that session only, and is named`() async throws {
        let other = try await Session.open(SessionSettings(hasWindowManager: false, hasMessageBus: false))
        try await inSandbox { session in
            let server = try #require(session.processes.first { command($0) == "Xvfb" })
            kill(server, SIGKILL)
            #expect(await eventually { (try? session.checkAlive()) == nil })
            let error = #expect(throws: SessionError.self) { try session.checkAlive() }
            #expect(error?.description.contains("'Xvfb' ended early") == true)
        }
        #expect(throws: Never.self) { try other.checkAlive() }
        await other.end()
    }
}

/// Runs something in a sandboxed session, which ends in any case.
func inSandbox(
    _ settings: SessionSettings = SessionSettings(isSandboxed: true), _ body: (Session) async throws -> Void
) async throws {
    let session = try await Session.open(settings)
    do { try await body(session) } catch {
        await session.end()
        throw error
    }
    await session.end()
}

/// A process's name.
func command(_ process: Int32) -> String {
    ((try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) ?? "").trimmingCharacters(in: .newlines)
}

private func namespace(_ kind: String, of process: String) -> String? {
    try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/ns/\(kind)")
}
