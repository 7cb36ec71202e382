import Foundation
import Images
import Sessions
import Testing
import Watchdog

/// Programs in the sandbox can use no more than the session may.
@Suite(
    .enabled(if: has("Xvfb"), "Xvfb is not installed"),
    .enabled(if: sandboxCanBeHad, "bwrap is not installed, or user namespaces are forbidden"), .timeLimit(.minutes(5)),
    .watchdog(minutes: 7))
struct LimitTests {
    private static func settings(_ limits: SessionLimits) -> SessionSettings {
        SessionSettings(
            server: ServerSettings(size: Size(width: 320, height: 240)), hasWindowManager: false, hasMessageBus: false,
            sessionLimits: limits, isSandboxed: true)
    }

    /// What a script does, and the limit that it goes beyond.
    static let bombs: [(String, SessionLimits, LimitOverrun)] = [
        (
            "for i in 1 2 3 4; do head -c 30M /dev/zero > file$i; done; sleep 60", SessionLimits(disk: 64 << 20),
            LimitOverrun(resource: .disk, limit: 64 << 20)
        ),
        (
            "for i in 3 4 5 6; do eval \"exec $i>gone\"; rm gone; head -c 30M /dev/zero >&$i; done; sleep 60",
            SessionLimits(disk: 64 << 20), LimitOverrun(resource: .disk, limit: 64 << 20)
        ),
        (
            "i=0; while [ $i -lt 600 ]; do : > f$i; i=$((i+1)); done; sleep 60", SessionLimits(files: 300),
            LimitOverrun(resource: .files, limit: 300)
        ),
        (
            "for i in 1 2 3 4; do (head -c 40M /dev/zero | tail -c 40M | (sleep 60; cat) > /dev/null) & done; sleep 60",
            SessionLimits(memory: 100 << 20), LimitOverrun(resource: .memory, limit: 100 << 20)
        ),
    ]

    @Test(arguments: bombs.indices)
    func `a session that takes too much is ended with a typed error`(index: Int) async throws {
        let (script, limits, overrun) = Self.bombs[index]
        try await inSandbox(Self.settings(limits)) { session in
            let program = try session.launch(["sh", "-c", script])
            #expect(await eventually { (try? session.checkAlive()) == nil })
            #expect(throws: SessionError.overLimit(overrun)) { try session.checkAlive() }
            #expect(await eventually { program.ended != nil })
            #expect(throws: SessionError.overLimit(overrun)) { try session.launch(["true"]) }
        }
    }

    /// Doubles in each generation, and ends at 2,047 processes of which each stays for a minute.
    static let storm = "f() { if [ $1 -gt 0 ]; then f $(($1-1)) & f $(($1-1)) & fi; exec sleep 60; }; f 10"

    @Test func `a storm of forks ends the session and does not fill the host's table`() async throws {
        try await inSandbox(Self.settings(SessionLimits(tasks: 200))) { session in
            _ = try session.launch(["sh", "-c", Self.storm])
            var highest = 0
            #expect(
                await eventually {
                    highest = max(highest, session.processes.count)
                    return (try? session.checkAlive()) == nil
                })
            #expect(throws: SessionError.overLimit(LimitOverrun(resource: .tasks, limit: 200))) {
                try session.checkAlive()
            }
            #expect(highest < 2_000)
            #expect(await eventually { session.processes.count < 5 })
        }
    }

    @Test(.enabled(if: getuid() == 0 && access("/sys/fs/cgroup/pids", W_OK) == 0, "no control group can be had here"))
    func `the kernel bounds the processes of a sandbox that root starts`() async throws {
        var group = ""
        try await inSandbox(Self.settings(SessionLimits(tasks: 200))) { session in
            let program = try session.launch(["sleep", "1000"])
            let groups = try String(contentsOfFile: "/proc/\(program.processID)/cgroup", encoding: .utf8)
            let path = try #require(groups.firstMatch(of: #/:pids:(\/.*deskhand-[^\n]+)/#)?.1)
            group = "/sys/fs/cgroup/pids\(path)"
            let maximum = try String(contentsOfFile: "\(group)/pids.max", encoding: .utf8)
            #expect(maximum.trimmingCharacters(in: .newlines) == "264")
        }
        #expect(!FileManager.default.fileExists(atPath: group))
    }

    @Test(arguments: [false, true])
    func `endless output neither fills the disk nor blocks nor is read whole`(isSandboxed: Bool) async throws {
        var settings = Self.settings(SessionLimits())
        settings.isSandboxed = isSandboxed
        try await inSandbox(settings) { session in
            let program = try session.launch([
                "sh", "-c", "echo first; head -c \(isSandboxed ? 10 : 2)G /dev/zero; echo last; echo words >&2",
            ])
            #expect(try await program.waitForEnd(seconds: 240) == .exited(status: 0))
            #expect(program.isOutputCut)
            #expect(program.printed.hasPrefix("first\n") && program.printed.hasSuffix("bytes]\n"))
            #expect(program.printed.utf8.count < Program.outputLimit + 100)
            #expect(program.lastOutput == "words")
            #expect(
                await eventually {
                    let files = try? FileManager.default.contentsOfDirectory(
                        at: session.own.appending(path: "logs"), includingPropertiesForKeys: [.fileSizeKey])
                    let sizes = (files ?? []).map { (try? $0.resourceValues(forKeys: [.fileSizeKey]).fileSize) ?? 0 }
                    return sizes.allSatisfy { $0 <= 2 * Program.outputLimit }
                })
        }
    }
}
