import Foundation
import Testing

/// `deskhand eval tasks` on four small tasks: one is done, one is not, one cannot be done, one cannot be run.
@Suite(.serialized)
struct EvalTasksTests {
    private static let tasks = ["eval", "tasks", "Tests/Fixtures/suite"]

    @Test func `attempts at the same time give what one after the other gives, in every report`() throws {
        try withFolder { folder in
            let run = { (name: String, workers: Int) in
                try Deskhand(
                    Self.tasks + [
                        "--policy", "script", "--repeat", "2", "--parallel", "\(workers)", "--out", "\(folder)/\(name)",
                    ])
            }
            let together = try run("together", 4)
            #expect(together.status == 1, "\(together.errors)")
            #expect(together.errors.contains("8/8  4 passed, 2 failed, 2 not evaluated  done"), "\(together.errors)")
            #expect(together.output.contains("INCOMPLETE: 2 of 8 attempts"), "\(together.output)")
            let oneByOne = try run("one", 1)
            #expect(oneByOne.status == 1, "\(oneByOne.errors)")
            let summaries = try ["together", "one"].map { try summary("\(folder)/\($0)") }
            #expect(summaries[0] == summaries[1])
            let overall = try #require(summaries[0]["overall"] as? [String: Any])
            #expect(overall["passed"] as? Int == 4 && overall["attempts"] as? Int == 8)
            for name in ["junit.xml", "attempts.csv", "report.html"] { #expect(exists("\(folder)/one/\(name)")) }
            let page = text("\(folder)/one/report.html")
            for link in page.matches(of: /href="([^"]*)"/) { #expect(exists("\(folder)/one/\(link.1)"), "\(link.1)") }
            #expect(page.contains("wrong/1/trace.html"))
        }
    }

    @Test func `what is not run again is said`() throws {
        try withFolder { folder in
            let run = { try Deskhand(Self.tasks + ["--policy", "nothing", "--only", "wrong", "--out", folder]) }
            #expect(try !run().errors.contains("there already"))
            let again = try run()
            let words = "results are there already, attempts: 1, and nothing is run"
            #expect(again.errors.contains(words), "\(again.errors)")
        }
    }

    @Test func `what is run again keeps the trace of the time before`() throws {
        try withFolder { folder in
            let arguments = Self.tasks + ["--policy", "script", "--only", "absent", "--out", folder, "--quiet"]
            let once = try Deskhand(arguments)
            #expect(once.status == 2, "\(once.errors)")
            let first = text("\(folder)/traces/absent/1/trace.jsonl")
            let again = try Deskhand(arguments + ["--again"])
            #expect(again.status == 2, "\(again.errors)")
            #expect(!first.isEmpty && text("\(folder)/traces/absent/1/trace.jsonl") == first)
            #expect(exists("\(folder)/traces/absent/1-again1/trace.jsonl"))
            #expect(lines("\(folder)/attempts.jsonl") == 3)
        }
    }

    @Test func `a gate's rate counts the actions of one attempt, whatever else runs`() throws {
        try withFolder { folder in
            let gate = "\(folder)/gate.json"
            try Data(#"{"actions_per_minute": 3}"#.utf8).write(to: URL(filePath: gate))
            let run = try Deskhand([
                "eval", "tasks", "Tests/Fixtures/gate-suite", "--policy", "script", "--repeat", "3", "--parallel", "3",
                "--gate", gate, "--out", "\(folder)/out", "--quiet",
            ])
            #expect(run.status == 0, "\(run.output)\(run.errors)")
            try Data(#"{"actions_per_minute": 2}"#.utf8).write(to: URL(filePath: gate))
            let strict = try Deskhand([
                "eval", "tasks", "Tests/Fixtures/gate-suite", "--policy", "script", "--gate", gate, "--out",
                "\(folder)/strict", "--quiet",
            ])
            #expect(strict.status == 1, "\(strict.output)\(strict.errors)")
        }
    }

    @Test func `a folder that holds something else is refused`() throws {
        try withFolder { folder in
            let letter = "\(folder)/traces/letters/letter.txt"
            try FileManager.default.createDirectory(
                atPath: "\(folder)/traces/letters", withIntermediateDirectories: true)
            try Data("dear".utf8).write(to: URL(filePath: letter))
            let run = try Deskhand(Self.tasks + ["--policy", "nothing", "--out", folder, "--quiet"])
            #expect(
                run.status == 65 && run.errors.contains("give a new or empty folder with --out"), "\(run.errors)")
            #expect(text(letter) == "dear")
        }
    }

    @Test(arguments: [("nothing", "note, wrong, impossible"), ("infeasible", "note, wrong")])
    func `a baseline passes only what it should`(policy: String, failing: String) throws {
        try withFolder { folder in
            let run = try Deskhand(
                Self.tasks + ["--policy", policy, "--parallel", "4", "--out", folder, "--json", "--quiet"])
            #expect(run.status == 1 && run.errors.isEmpty, "\(run.errors)")
            let tasks = try #require(try summary(folder)["tasks"] as? [[String: Any]])
            let failed = tasks.filter { $0["failed"] as? Int == 1 }.compactMap { $0["task"] as? String }
            #expect(Set(failed) == Set(failing.split(separator: ", ").map(String.init)))
        }
    }

    @Test func `a killed evaluation goes on, leaves nothing behind, and reports what an undisturbed one does`() throws {
        try withFolder { folder in
            let scratch = "\(folder)/scratch"
            try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
            let arguments = Self.tasks + ["--policy", "script", "--repeat", "2", "--parallel", "2"]
            let whole = try Deskhand(arguments + ["--out", "\(folder)/whole"])
            let process = try Deskhand.start(
                arguments + ["--out", "\(folder)/broken"], environment: ["TMPDIR": scratch])
            // Something is done, and something else is under way.
            let records = "\(folder)/broken/attempts.jsonl"
            let isUnderWay = eventually { lines(records) >= 3 && !sessions(in: scratch).isEmpty }
            let begun = sessions(in: scratch)
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(isUnderWay)
            #expect(eventually { sessions(in: scratch).isEmpty })
            #expect(eventually { begun.allSatisfy { processes(of: $0).isEmpty } })
            let reached = lines(records)
            let again = try Deskhand(arguments + ["--out", "\(folder)/broken"])
            #expect(again.status == whole.status, "\(again.errors)")
            #expect(lines(records) == 9 && reached < 9)
            #expect(try summary("\(folder)/broken") == summary("\(folder)/whole"))
            #expect(try timeless("\(folder)/broken/attempts.csv") == timeless("\(folder)/whole/attempts.csv"))
        }
    }

    @Test func `an interrupt ends an evaluation in order, and the same command ends it whole`() throws {
        try withFolder { folder in
            let arguments = Self.tasks + ["--policy", "script", "--repeat", "3", "--parallel", "2", "--out", folder]
            let process = try Deskhand.start(arguments, environment: [:])
            let records = "\(folder)/attempts.jsonl"
            #expect(eventually { lines(records) >= 2 })
            kill(process.processIdentifier, SIGINT)
            process.waitUntilExit()
            #expect(process.terminationStatus == 130)
            let again = try Deskhand(arguments)
            #expect(again.status == 1, "\(again.errors)")
            #expect(lines(records) == 13)
            #expect(again.output.contains("pass^k"))
        }
    }

    @Test func `wrong choices and settings end with their own status and words`() throws {
        try withFolder { folder in
            let run = { (arguments: [String]) in
                try Deskhand(["eval", "tasks"] + arguments + ["--out", folder, "--quiet"])
            }
            #expect(try run(["/nowhere", "--policy", "script"]).status == 65)
            #expect(try run(["Tests/Fixtures/suite", "--policy", "magic"]).status == 64)
            #expect(try run(["Tests/Fixtures/suite", "--policy", "script", "--display", ":0"]).status == 64)
            let malformed = try run(["Tests/Fixtures/tasks", "--policy", "script"])
            #expect(malformed.status == 65 && malformed.errors.contains("malformed.json:4: config[0].type"))
            let chosen = ["Tests/Fixtures/suite", "--only", "impossible", "--policy"]
            #expect(try run(chosen + ["infeasible"]).status == 0)
            let other = try run(chosen + ["nothing", "--steps", "3"])
            #expect(other.status == 65)
            #expect(other.errors.contains("another policy, step_limit"), "\(other.errors)")
            let absent = try Deskhand(
                Self.tasks + ["--only", "absent", "--policy", "script", "--out", "\(folder)/absent", "--quiet"])
            #expect(absent.status == 2, "\(absent.errors)")
        }
    }

    /// The summary without its times.
    private func summary(_ folder: String) throws -> NSDictionary {
        let data = FileManager.default.contents(atPath: folder + "/summary.json") ?? Data()
        var summary = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        summary["times"] = nil
        return summary as NSDictionary
    }

    /// The first columns of a table, which hold no time.
    private func timeless(_ file: String) throws -> [String] {
        let rows = text(file).components(separatedBy: "\r\n")
        #expect(rows.count > 1)
        return rows.map { $0.components(separatedBy: ",").dropLast(11).joined(separator: ",") }
    }

    private func lines(_ path: String) -> Int { text(path).split(separator: "\n").count }

    private func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
