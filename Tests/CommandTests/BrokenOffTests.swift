import Foundation
import Testing

/// Runs that are ended by force, and what they leave.
@Suite(.serialized)
struct BrokenOffTests {
    @Test func `a full disk ends the run with its status, the remedy and a readable trace`() throws {
        try withFolder { folder in
            let run = try Deskhand(
                [
                    "run", "open xterm, press a 60 times", "--quiet", "--virtual", "400x400", "--trace",
                    folder + "/trace",
                ],
                fileKilobytes: 40)
            #expect(run.status == 74, "\(run.output)\(run.errors)")
            #expect((run.output + run.errors).contains("trace.jsonl'; free some space"), "\(run.output)\(run.errors)")
            let shown = try Deskhand(["trace", "show", "--verify", folder + "/trace"])
            #expect(shown.status == 0 && shown.output.contains("key a"), "\(shown.output)\(shown.errors)")
        }
    }

    @Test func `a trace that is removed in the middle ends the run with its status`() throws {
        try withFolder { folder in
            let run = try Deskhand.start(
                [
                    "run", "open xterm, press a 60 times", "--quiet", "--virtual", "400x400", "--trace",
                    folder + "/trace",
                ],
                environment: [:])
            defer { run.terminate() }
            try #require(eventually { text(folder + "/trace/trace.jsonl").contains("\"event\":\"settled\"") })
            try FileManager.default.removeItem(atPath: folder + "/trace")
            run.waitUntilExit()
            #expect(run.terminationStatus == 74)
        }
    }

    @Test(arguments: ["\"event\":\"announced\"", "\"event\":\"settled\""])
    func `after a kill the trace can be read and nothing is left`(moment: String) throws {
        try withFolder { folder in
            let run = try Deskhand.start(
                ["run", "open xterm, press a 90 times", "--quiet", "--trace", folder + "/trace"],
                environment: ["TMPDIR": folder])
            defer { run.terminate() }
            let lines = folder + "/trace/trace.jsonl"
            try #require(eventually { text(lines).contains(moment) })
            let session = try #require(sessions(in: folder).first)
            let display = try #require(text(lines).firstMatch(of: /"display":":(\d+)"/)?.1)
            #expect(!processes(of: session).isEmpty)
            let socket = "/tmp/.X11-unix/X\(display)"
            let inode = try #require(number(of: socket))
            kill(run.processIdentifier, SIGKILL)
            run.waitUntilExit()
            #expect(eventually { processes(of: session).isEmpty })
            #expect(eventually { sessions(in: folder).isEmpty })
            #expect(eventually { number(of: socket) != inode })
            #expect(eventually { !exists("/tmp/deskhand-\(getuid())-display-\(display).lock") })
            let shown = try Deskhand(["trace", "show", "--verify", folder + "/trace"])
            #expect(shown.status == 0 && shown.output.contains("recording broke off"), "\(shown.errors)")
        }
    }

    @Test func `a secret stands in no process's arguments while it is typed`() throws {
        try withFolder { folder in
            let secret = "xyzzy-4711"
            let run = try Deskhand.start(
                ["run", "Tests/Fixtures/tasks/secret.json", "--quiet", "--trace", folder + "/trace"],
                environment: ["TMPDIR": folder, "DESKHAND_TEST_SECRET": secret])
            defer { run.terminate() }
            var seen = Set<String>()
            _ = eventually {
                let own = sessions(in: folder).flatMap(processes)
                seen.formUnion((own + ["\(run.processIdentifier)"]).map { text("/proc/\($0)/cmdline") })
                return !run.isRunning
            }
            #expect(run.terminationStatus == 0)
            #expect(seen.contains { $0.contains("xterm") } && !seen.contains { $0.contains(secret) })
        }
    }

    private func number(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.systemFileNumber] as? Int
    }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
