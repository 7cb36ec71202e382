import Foundation
import Images
import Sessions
import Testing

/// What waits for other programs ends as soon as its task is cancelled.
@Suite(.enabled(if: has("Xvfb"), "Xvfb is not installed"), .timeLimit(.minutes(3)))
struct CancellationTests {
    private static let bare = SessionSettings(
        server: ServerSettings(size: Size(width: 320, height: 240)), hasWindowManager: false, hasMessageBus: false)

    @Test func `opening a session whose server never gets ready ends at once, and its folder goes`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "slow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = folder.appending(path: "Xvfb")
        try "#!/bin/sh\nsleep 4\n".write(to: server, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: server.path)
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            setenv("PATH", path + ":/usr/bin:/bin", 1)
            setenv("TMPDIR", path, 1)
            func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
            let opening = Task { try await Session.open(CancellationTests.bare) }
            while !names().contains(where: { $0.hasPrefix("deskhand-session") }) {
                try await Task.sleep(for: .milliseconds(5))
            }
            let start = ContinuousClock.now
            opening.cancel()
            await #expect(throws: CancellationError.self) { try await opening.value }
            try #require(start.duration(to: .now) < .seconds(2))
            let deadline = ContinuousClock.now + .seconds(60)
            while names() != ["Xvfb"], .now < deadline { try await Task.sleep(for: .milliseconds(20)) }
            try #require(names() == ["Xvfb"])
        }
    }

    @Test func `a session that is open when nobody waits for it any more is ended`() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "late-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        await #expect(processExitsWith: .success) { [path = folder.path as String] in
            setenv("TMPDIR", path, 1)
            func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] }
            for delay in [0, 2, 10, 20, 40] {
                let opening = Task { try await Session.open(CancellationTests.bare) }
                try await Task.sleep(for: .milliseconds(delay))
                opening.cancel()
                if case .success(let session) = await opening.result { await session.end() }
            }
            let deadline = ContinuousClock.now + .seconds(60)
            while !names().isEmpty, .now < deadline { try await Task.sleep(for: .milliseconds(20)) }
            try #require(names().isEmpty)
        }
    }

    @Test func `starting a program ends at once when what starts programs hangs`() async throws {
        let session = try await Session.open(Self.bare)
        let guardian = try #require(parent(of: try session.launch(["sleep", "1000"]).processID))
        kill(guardian, SIGSTOP)
        let launch = Task { try session.launch(["true"]) }
        try await Task.sleep(for: .milliseconds(100))
        let start = ContinuousClock.now
        launch.cancel()
        // Without noticing it, the launch would wait until the guardian goes on.
        DispatchQueue.global().asyncAfter(deadline: .now() + 5) { kill(guardian, SIGCONT) }
        await #expect(throws: SessionError.cancelled(program: "true")) { try await launch.value }
        #expect(start.duration(to: .now) < .seconds(4))
        kill(guardian, SIGCONT)
        await session.end()
    }

    @Test func `waiting for a program that does not want to end, ends`() async throws {
        let session = try await Session.open(Self.bare)
        let run = Task {
            try await session.run(
                ["sh", "-c", "trap '' TERM; echo up >up; while true; do sleep 1; done"], seconds: 600)
        }
        let mark = session.home.appending(path: "up").path
        while !FileManager.default.fileExists(atPath: mark) { try await Task.sleep(for: .milliseconds(5)) }
        let start = ContinuousClock.now
        run.cancel()
        await #expect(throws: CancellationError.self) { _ = try await run.value }
        // Asking it to end, and waiting whether it does, takes two seconds.
        #expect(start.duration(to: .now) < .milliseconds(1900))
        await session.end()
    }

    private func parent(of process: Int32) -> Int32? {
        let status = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        return status.split(separator: "\n").first { $0.hasPrefix("PPid:") }
            .flatMap { Int32($0.dropFirst(5).trimmingCharacters(in: .whitespaces)) }
    }
}
