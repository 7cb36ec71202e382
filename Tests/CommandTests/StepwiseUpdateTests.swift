import Foundation
import Testing

/// What of a trace is approved step by step, and what is suggested to be left out.
@Suite(.serialized)
struct StepwiseUpdateTests {
    /// A recorded sale at the till, in a folder that goes away.
    private static func withTill(_ options: [String] = [], _ body: (_ trace: String, _ folder: String) throws -> Void)
        throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "stepwise-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/replay/till.py").path,
            toPath: folder + "/till.py")
        let task = """
            {"id": "till", "instruction": "Sell a bread.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "till.py"]}}],
             "deskhand": {"files": {"till.py": "till.py"},
                          "script": [{"assert": "Total: 0.00"}, {"action": "left_click", "target": "Sell the bread"},
                                     {"assert": "Total: 7.50"}]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let trace = folder + "/recorded"
        let run = try Deskhand(["run", folder, "--quiet", "--trace", trace] + options)
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        try body(trace, folder)
    }

    /// The frames on which the steps of a trace were decided, by their numbers.
    private static func frames(of trace: String) throws -> [Int: String] {
        let text = try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
        var frames: [Int: String] = [:]
        for line in text.split(separator: "\n") where line.contains("\"event\":\"observed\"") {
            guard let frame = line.firstMatch(of: #/"frame":"([0-9a-f]{64})/#)?.output.1,
                let step = line.firstMatch(of: #/"step":(\d+)/#).flatMap({ Int($0.output.1) })
            else { continue }
            frames[step] = String(frame)
        }
        return frames
    }

    @Test func `only the named steps are taken over, and the others are named and stay`() throws {
        // A later version shows when it was started, on every screen.
        try Self.withTill { trace, _ in
            let before = try Self.frames(of: trace)
            let options = ["--no-sandbox", "--quiet", "--patience", "1", "--env", "CLOCK=1"]
            let update = try Deskhand(["replay", trace, "--update", "--step", "2"] + options)
            #expect(update.status == 1, "\(update.output)\(update.errors)")
            #expect(update.output.hasPrefix("updated in part: "), "\(update.output)")
            #expect(update.output.contains("left as recorded: step 1, step 3"), "\(update.output)")
            let after = try Self.frames(of: trace)
            #expect(before[2] != after[2])
            #expect(before.filter { $0.key != 2 } == after.filter { $0.key != 2 })
            let verify = try Deskhand(["trace", "verify", trace])
            #expect(verify.status == 0, "\(verify.output)\(verify.errors)")

            // A change of the steps is taken over for none of them.
            let wrong = try Deskhand(
                ["replay", trace, "--update", "--step", "1-3", "--env", "CHANGE=total"] + options)
            #expect(wrong.status == 1, "\(wrong.output)\(wrong.errors)")
            #expect(wrong.output.contains("not updated: a step does not hold"), "\(wrong.output)")
            #expect(try Self.frames(of: trace) == after)
            let beyond = try Deskhand(["replay", trace, "--update", "--step", "90"])
            #expect(beyond.status != 0 && beyond.errors.contains("90"), "\(beyond.errors)")
            let alone = try Deskhand(["replay", trace, "--step", "2"])
            #expect(alone.status == 64 && alone.errors.contains("--step"), "\(alone.errors)")
        }
    }

    @Test func `what differs between two runs is suggested, kept by one command, and then ignored`() throws {
        try Self.withTill(["--env", "CLOCK=1"]) { trace, folder in
            let other = try Deskhand(["run", folder, "--quiet", "--trace", folder + "/other", "--env", "CLOCK=1"])
            try #require(other.status == 0, "\(other.output)\(other.errors)")
            let suggest = ["trace", "mask", trace, "--suggest", "--beside", folder + "/other"]
            let said = try Deskhand(suggest)
            #expect(said.status == 0, "\(said.errors)")
            #expect(said.output.contains("it differs in '\(folder)/other'"), "\(said.output)")
            #expect(said.output.contains("to keep them: deskhand trace mask '\(trace)' "), "\(said.output)")
            let accepted = try Deskhand(suggest + ["--accept"])
            #expect(accepted.output.contains("all steps: ignores "), "\(accepted.output)\(accepted.errors)")
            let again = try Deskhand(suggest)
            #expect(again.output.hasPrefix("nothing is known to change by itself"), "\(again.output)")
            let replay = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--env", "CLOCK=1"])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
    }

    @Test func `several policies are shown as a table on a page`() throws {
        let page = FileManager.default.temporaryDirectory.appending(path: "policies-\(UUID().uuidString).html").path
        defer { try? FileManager.default.removeItem(atPath: page) }
        let replay = try Deskhand([
            "replay", "Traces/calculator-product", "Traces/terminal-note", "--quiet", "--html", page,
            "--policy", "nothing", "--policy", "replay:Traces/calculator-product",
        ])
        #expect(replay.status == 1, "\(replay.output)\(replay.errors)")
        let html = try String(contentsOfFile: page, encoding: .utf8)
        #expect(html.contains("<th scope=\"col\">nothing</th><th scope=\"col\">replay:Traces/calculator-product</th>"))
        #expect(html.components(separatedBy: "<a href=\"#trace-").count == 3)
        let all = try #require(html.firstMatch(of: #/<b class="all">(\d+) of (\d+)<\/b> \(100 %\)/#))
        #expect(all.output.1 == all.output.2)
        #expect(html.contains("points of agreement") && !html.contains("src=\"http"))
    }
}
