import Foundation
import Testing

/// What a green replay promises: that the program of today still does what the steps say.
@Suite(.serialized)
struct TrueReplayTests {
    @Test func `a violated assertion fails whatever may differ, and no update takes it over`() throws {
        try Till.inScratch { till in
            let trace = try till.record()
            let before = try till.text(of: trace)
            let wrong = ["--env", "CHANGE=total", "--patience", "1"]
            for options in [[], ["--allow", "1000000"], ["--ignore", "0,0,1280x800"], ["--update"]] {
                let replay = try till.replay(wrong + options)
                #expect(replay.status == 1, "\(options): \(replay.output)\(replay.errors)")
                #expect(replay.output.contains("'Total: 7.50'"), "\(options): \(replay.output)")
                #expect(replay.output.contains("does not hold"), "\(options): \(replay.output)")
                #expect(replay.output.contains("7.60"), "\(options): \(replay.output)")
            }
            #expect(try till.text(of: trace) == before)
            let update = try till.replay(wrong + ["--update"])
            #expect(update.output.contains("not updated: a step does not hold"), "\(update.output)")
            let same = try till.replay([])
            #expect(same.status == 0, "\(same.output)\(same.errors)")
        }
    }

    @Test(arguments: [("crash", "with status 3"), ("abort", "by signal 6 (SIGABRT)")])
    func `a crash is named with its status and last words, and fails`(change: String, words: String) throws {
        try Till.inScratch { till in
            _ = try till.record()
            let replay = try till.replay(["--env", "CHANGE=\(change)", "--patience", "3"])
            #expect(replay.status == 1, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains(words), "\(replay.output)")
            #expect(replay.output.contains("database password missing"), "\(replay.output)")
            let start = ContinuousClock.now
            let run = try Deskhand([
                "run", till.folder, "--quiet", "--env", "CHANGE=\(change)", "--trace", till.folder + "/c",
            ])
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            #expect(run.output.contains(words), "\(run.output)")
            #expect(run.output.contains("database password missing"), "\(run.output)")
            #expect(start.duration(to: .now) < .seconds(60))
        }
    }

    @Test func `a crash at the start fails, is replayed as such, and counts in success rates`() throws {
        try Till.inScratch { till in
            _ = try till.record()
            let change = ["--env", "CHANGE=crash at start"]
            let run = try Deskhand(["run", till.folder, "--quiet", "--trace", till.folder + "/c"] + change)
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            #expect(run.output.contains("with status 3"), "\(run.output)")
            #expect(run.output.contains("database password missing"), "\(run.output)")
            let replay = try till.replay(change)
            #expect(replay.status == 1, "\(replay.output)\(replay.errors)")
            #expect(
                replay.output.contains("before it showed a window, 'python3 till.py' ended with status 3"),
                "\(replay.output)")
            try FileManager.default.removeItem(atPath: till.folder + "/c")
            try FileManager.default.removeItem(atPath: till.folder + "/recorded")
            let suite = try Deskhand(
                ["eval", "tasks", till.folder, "--policy", "script", "--quiet", "--out", till.folder + "/out"] + change)
            #expect(suite.status == 1, "\(suite.output)\(suite.errors)")
            #expect(suite.output.contains("a program under test crashed"), "\(suite.output)")
        }
    }

    @Test func `a script that is not there is no crash of a program`() throws {
        try Till.inScratch { till in
            try till.write(launching: "missing.py")
            let run = try Deskhand(["run", till.folder, "--quiet", "--trace", till.folder + "/c"])
            #expect(run.status > 1, "\(run.output)\(run.errors)")
            #expect(
                run.output.contains("'missing.py', which '/usr/bin/python3' is to run, does not exist"), "\(run.output)"
            )
        }
    }

    @Test func `a slower start shows in text, JSON and JUnit, and a budget makes it fail`() throws {
        try Till.inScratch { till in
            _ = try till.record()
            let junit = till.folder + "/junit.xml"
            let slower = try till.replay(["--env", "START=6", "--junit", junit])
            #expect(slower.status == 0, "\(slower.output)\(slower.errors)")
            #expect(slower.output.contains("slower: the screen before step 1"), "\(slower.output)")
            let xml = try String(contentsOfFile: junit, encoding: .utf8)
            #expect(xml.contains("time=\""), "\(xml)")
            #expect(xml.contains("<system-out>slower: "), "\(xml)")
            let json = try till.replay(["--env", "START=6", "--json", "--budget", "5"])
            #expect(json.status == 1, "\(json.output)\(json.errors)")
            #expect(json.output.contains("the budget is 5.0 s"), "\(json.output)")
            let report = try #require(try JSONDecoder().decode([Report].self, from: Data(json.output.utf8)).first)
            let look = try #require(report.looks.first)
            #expect(look.seconds >= 6)
            #expect(look.recorded_seconds < look.seconds)
            let factor = try till.replay(["--env", "START=6", "--budget", "1.01x", "--update"])
            #expect(factor.status == 1, "\(factor.output)\(factor.errors)")
            #expect(factor.output.contains("the budget is"), "\(factor.output)")
        }
    }

    @Test func `today's program is replayed, the recorded one when asked for, and another folder's`() throws {
        try Till.inScratch { till in
            _ = try till.record()
            let other = till.folder + "/other"
            try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: till.program, toPath: other + "/till.py")
            try till.edit { $0.replacing("PRICE = \"7.50\"", with: "PRICE = \"7.90\"") }
            let today = try till.replay(["--patience", "1"])
            #expect(today.status == 1, "\(today.output)\(today.errors)")
            #expect(today.output.contains("7.90"), "\(today.output)")
            #expect(today.output.contains("'till.py' is not as recorded"), "\(today.output)")
            for files in ["recorded", other] {
                let same = try till.replay(["--files", files])
                #expect(same.status == 0, "\(files): \(same.output)\(same.errors)")
            }
            let nowhere = try till.replay(["--files", "nowhere"])
            #expect(nowhere.status > 1, "\(nowhere.output)\(nowhere.errors)")
        }
    }

    @Test func `a folder that holds another task gives no files`() throws {
        try Till.inScratch { till in
            _ = try till.record()
            let task = try String(contentsOfFile: till.folder + "/task.json", encoding: .utf8)
            try task.replacing("\"till\"", with: "\"another\"")
                .write(toFile: till.folder + "/task.json", atomically: true, encoding: .utf8)
            try till.edit { $0.replacing("PRICE = \"7.50\"", with: "PRICE = \"7.90\"") }
            let replay = try till.replay([])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
    }

    @Test func `a recorded run that failed is warned about, and replayed as one that failed`() throws {
        try Till.inScratch { till in
            try till.write(asserting: "Total: 8.00")
            let trace = till.folder + "/recorded"
            let run = try Deskhand(["run", till.folder, "--quiet", "--trace", trace])
            #expect(run.status == 1, "\(run.output)\(run.errors)")
            #expect(run.output.contains("warning: the trace is of a run that did not pass"), "\(run.output)")
            let junit = till.folder + "/junit.xml"
            let replay = try till.replay(["--junit", junit])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains("as recorded, which was: failed"), "\(replay.output)")
            #expect(try String(contentsOfFile: junit, encoding: .utf8).contains("<skipped message=\"as recorded"))
        }
    }

    @Test func `what changes by itself is suggested, and learned by an update`() throws {
        try Till.inScratch { till in
            let clock = ["--env", "CLOCK=1", "--patience", "1"]
            _ = try till.record(["--env", "CLOCK=1"])
            let twice = try till.replay(clock + ["--times", "2"])
            #expect(twice.status == 1, "\(twice.output)\(twice.errors)")
            #expect(twice.output.contains("changes by itself: --ignore "), "\(twice.output)")
            let update = try till.replay(clock + ["--update"])
            #expect(update.status == 0, "\(update.output)\(update.errors)")
            #expect(update.output.contains("learned what changes by itself"), "\(update.output)")
            let same = try till.replay(clock)
            #expect(same.status == 0, "\(same.output)\(same.errors)")
            let wrong = try till.replay(clock + ["--env", "CHANGE=total"])
            #expect(wrong.status == 1, "\(wrong.output)\(wrong.errors)")
        }
    }

    @Test func `a tooltip that only one of recording and replay shows is no difference`() throws {
        try Till.inScratch { till in
            _ = try till.record()
            let replay = try till.replay(["--env", "CHANGE=tooltip"])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
        try Till.inScratch { till in
            _ = try till.record(["--env", "CHANGE=tooltip"])
            let replay = try till.replay([])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
    }

    @Test(arguments: [
        (["--budget", "soon"], "--budget"), (["--env", "HOME=/root"], "HOME is set by the session"),
        (["--env", "nothing"], "NAME=VALUE"), (["--times", "0"], "--times"), (["--set", "nothing"], "nothing"),
    ])
    func `an option that cannot be meant is refused`(options: [String], words: String) throws {
        let replay = try Deskhand(["replay", "Traces/calculator-product"] + options)
        #expect(replay.status == 64, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains(words), "\(replay.errors)")
    }

    private struct Report: Decodable {
        struct Look: Decodable {
            let seconds: Double
            let recorded_seconds: Double
        }
        let looks: [Look]
    }
}

/// The till in a folder of its own, with a task that sells a bread.
private struct Till {
    let folder: String
    var program: String { folder + "/till.py" }

    static func inScratch(_ body: (Till) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let till = Till(folder: folder.path)
        let source = Deskhand.repository.appending(path: "Tests/Fixtures/replay/till.py")
        try FileManager.default.copyItem(at: source, to: URL(filePath: till.program))
        try till.write()
        try body(till)
    }

    func write(launching program: String = "till.py", asserting claim: String = "Total: 7.50") throws {
        let task = """
            {
              "id": "till",
              "instruction": "Sell a bread.",
              "config": [{ "type": "launch", "parameters": { "command": ["/usr/bin/python3", "\(program)"] } }],
              "evaluator": {
                "func": "exact_match",
                "result": { "type": "vm_file", "path": "sold" },
                "expected": { "type": "rule", "rules": { "expected": "1" } }
              },
              "deskhand": {
                "files": { "till.py": "till.py" },
                "script": [
                  { "action": "left_click", "target": "Sell the bread" },
                  { "assert": "\(claim)" }
                ]
              }
            }
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
    }

    func edit(_ change: (String) -> String) throws {
        let text = try String(contentsOfFile: program, encoding: .utf8)
        try change(text).write(toFile: program, atomically: true, encoding: .utf8)
    }

    /// Records a run, and says where.
    func record(_ options: [String] = []) throws -> String {
        let trace = folder + "/recorded"
        let run = try Deskhand(["run", folder, "--quiet", "--trace", trace] + options)
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        return trace
    }

    func replay(_ options: [String]) throws -> Deskhand {
        try Deskhand(["replay", folder + "/recorded", "--no-sandbox", "--quiet"] + options)
    }

    func text(of trace: String) throws -> String {
        try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
    }
}
