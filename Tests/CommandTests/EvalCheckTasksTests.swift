import Foundation
import Testing

/// `deskhand eval check-tasks` on small tasks that keep their promises or break them.
@Suite(.serialized)
struct EvalCheckTasksTests {
    @Test func `a sound task keeps every promise, side effects among them`() throws {
        let (run, findings) = try prove("sound", ["--parallel", "4"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect(findings.count == 8 && findings.allSatisfy { $0.verdict == "kept" })
        let reasons = Dictionary(findings.map { ($0.promise, $0.reason) }) { first, _ in first }
        let reason = reasons["near miss 'another word'"] ?? ""
        #expect(reason.hasPrefix("exact_match scored 0: expected \"done\", found "), "\(reason)")
        #expect(reasons["near miss 'the kept file changed'"] == "forbidden side effect: kept.txt was changed")
        #expect(reasons["near miss 'the kept file removed'"] == "forbidden side effect: kept.txt was removed")
        #expect(reasons["near miss 'a folder made that was not there'"] == "forbidden side effect: folder was made")
        #expect(reasons["near miss 'a note left'"] == "forbidden side effect: a note was left")
    }

    @Test func `a check that a near miss passes is caught, and the trace is kept`() throws {
        let (run, findings) = try prove("lax")
        #expect(run.status == 1)
        let broken = try #require(findings.first { $0.verdict == "broken" })
        #expect(broken.promise == "near miss 'an empty file'" && broken.reason == "it passed, and must fail")
        let trace = try #require(broken.trace)
        #expect(FileManager.default.fileExists(atPath: "\(trace)/trace.jsonl"))
        #expect(findings.filter { $0.verdict == "kept" }.allSatisfy { $0.trace == nil })
        try FileManager.default.removeItem(
            at: URL(filePath: trace).deletingLastPathComponent().deletingLastPathComponent())
    }

    @Test func `a script that gets stuck proves nothing, not even that a task cannot be done`() throws {
        let (run, findings) = try prove("stale", ["--out", "/tmp/proof-test-\(UUID().uuidString)"])
        #expect(run.status == 1)
        #expect(findings.map(\.verdict) == ["kept", "broken", "broken"], "\(findings)")
        #expect(findings[2].reason.contains("did not run to its end"))
        for trace in findings.compactMap(\.trace) { try FileManager.default.removeItem(atPath: trace) }
    }

    @Test func `what cannot be run is not evaluated, and never green`() throws {
        try withFolder { folder in
            let (run, findings) = try prove("untried", ["--junit", "\(folder)/proofs.xml"])
            #expect(run.status == 2)
            #expect(findings.allSatisfy { $0.verdict == "not_evaluated" && $0.reason.contains("no-such-program") })
            #expect(text("\(folder)/proofs.xml").contains("errors=\"3\""))
        }
    }

    /// Continuous integration tests the whole suite so.
    @Test(.timeLimit(.minutes(5)), arguments: ["dialog-room", "files-rename"])
    func `a task of the suite keeps its promises`(task: String) throws {
        let run = try Deskhand(["eval", "check-tasks", "Tasks/desktop", "--quiet", "--only", task, "--parallel", "4"])
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }

    @Test func `without bubblewrap there is no sandbox, and no run without one`() throws {
        try withFolder { folder in
            for program in ["Xvfb", "xkbcomp", "openbox", "dbus-daemon", "sh"] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(program)", withDestinationPath: "/usr/bin/\(program)")
            }
            let run = try Deskhand(
                ["run", "click OK", "--sandbox", "--trace", "\(folder)/trace"], environment: ["PATH": folder])
            #expect(run.status == 66, "\(run.output)\(run.errors)")
            #expect(run.output.contains("apt-get install bubblewrap"), "\(run.output)")
        }
    }
}

/// What was found out about one promise.
private struct Finding: Decodable {
    let promise: String
    let verdict: String
    let reason: String
    let trace: String?
}

private func prove(_ task: String, _ options: [String] = []) throws -> (run: Deskhand, findings: [Finding]) {
    struct Report: Decodable {
        let tasks: [Proof]
        struct Proof: Decodable { let findings: [Finding] }
    }
    let run = try Deskhand(["eval", "check-tasks", "Tests/Fixtures/proofs/\(task)", "--json", "--quiet"] + options)
    let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
    return (run, report.tasks.flatMap(\.findings))
}
