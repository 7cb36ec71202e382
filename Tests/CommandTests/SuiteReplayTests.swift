import Foundation
import Testing

/// Replays as continuous integration runs them: words, a page, names that stay the same, retries, what a trace keeps.
@Suite(.serialized)
struct SuiteReplayTests {
    /// A recorded run of the order form in a folder that goes away.
    private static func withOrders(_ body: (_ trace: String, _ folder: String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "suite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let trace = folder.path + "/orders"
        let run = try Deskhand(["run", "Tests/Fixtures/planted/gtk.json", "--quiet", "--trace", trace])
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        try body(trace, folder.path)
    }

    private static func replay(_ trace: String, _ options: [String]) throws -> Deskhand {
        try Deskhand(["replay", trace, "--no-sandbox", "--quiet"] + options)
    }

    /// What a suite's cases are called.
    private static func names(in xml: String) -> [String] {
        xml.matches(of: #/<testcase [^>]*\bname="([^"]*)"/#).map { String($0.output.1) }
    }

    @Test func `a change is said in words of elements, on a page, and under names without places`() throws {
        try Self.withOrders { trace, folder in
            let files = ["--html", folder + "/page.html", "--junit", folder + "/junit.xml", "--out", folder + "/out"]
            let start = ContinuousClock.now
            let disabled = try Self.replay(trace, ["--env", "PLANTED=disabled-button", "--patience", "60"] + files)
            #expect(disabled.status == 1, "\(disabled.output)\(disabled.errors)")
            #expect(disabled.output.contains("the button 'Place order' is disabled"), "\(disabled.output)")
            // The program is idle and shows another screen: nothing is to be waited for.
            #expect(start.duration(to: .now) < .seconds(55))

            let page = try String(contentsOfFile: folder + "/page.html", encoding: .utf8)
            #expect(page.contains("the button 'Place order' is disabled"))
            // What to do: the script clicks the button, so no update takes this over.
            #expect(
                page.contains("deskhand trace mask") && page.contains("look at the program first"),
                "\(page.suffix(2000))")
            #expect(page.contains("\"now\":\"iVBOR") && page.contains("\"recorded\":\"iVBOR"))
            #expect(!page.contains("src=\"http"))

            let xml = try String(contentsOfFile: folder + "/junit.xml", encoding: .utf8)
            let picture = try #require(xml.firstMatch(of: #/\[\[ATTACHMENT\|([^\]]+)\]\]/#)).output.1
            #expect(FileManager.default.fileExists(atPath: String(picture)))
            #expect(Self.names(in: xml).contains { $0.hasPrefix("step 1: ") })
            #expect(Self.names(in: xml).allSatisfy { $0.firstMatch(of: #/\(\d+, \d+\)/#) == nil }, "\(xml)")
        }
    }

    @Test func `a target that stands elsewhere is healed, kept when asked, and refused when strict`() throws {
        try Self.withOrders { trace, _ in
            let moved = ["--env", "PLANTED=moved-button", "--compare", "elements", "--patience", "2"]
            let strict = try Self.replay(trace, moved + ["--strict"])
            #expect(strict.status == 1, "\(strict.output)\(strict.errors)")
            #expect(strict.output.contains("--strict allows no other place"), "\(strict.output)")
            #expect(strict.output.contains("the script's words lead there"), "\(strict.output)")

            // Repeated as recorded, as what a model decided is.
            let file = trace + "/trace.jsonl"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacing("\"policy\":\"script\"", with: "\"policy\":\"recorded\"")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let before = try Self.clicks(in: trace)
            let healed = try Self.replay(trace, moved + ["--update"])
            #expect(healed.status == 0, "\(healed.output)\(healed.errors)")
            #expect(healed.output.contains("'Place order' was at ("), "\(healed.output)")
            #expect(healed.output.contains("with this name, then and now"), "\(healed.output)")
            let after = try Self.clicks(in: trace)
            #expect(before.count == after.count)
            let ways = zip(before, after).map { ($1[0] - $0[0], $1[1] - $0[1]) }
            #expect(ways.contains { abs($0.0 - 100) <= 2 && abs($0.1) <= 2 }, "\(ways)")
        }
    }

    /// Where the steps of a trace click.
    private static func clicks(in trace: String) throws -> [[Double]] {
        let text = try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
        let announced = text.split(separator: "\n").filter { $0.contains("\"event\":\"announced\"") }
        return announced.compactMap { line in
            line.firstMatch(of: #/"coordinate":\[([0-9.]+),([0-9.]+)\]/#).flatMap { match in
                Double(match.output.1).flatMap { x in Double(match.output.2).map { [x, $0] } }
            }
        }
    }

    @Test func `a trace that differs now and then is flaky, and passes when it is retried`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "flaky-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(
            atPath: Deskhand.repository.appending(path: "Tests/Fixtures/replay/till.py").path,
            toPath: folder + "/till.py")
        let task = """
            {"id": "till", "instruction": "Sell a bread.",
             "config": [{"type": "launch", "parameters": {"command": ["/usr/bin/python3", "till.py"]}}],
             "deskhand": {"files": {"till.py": "till.py"},
                          "script": [{"action": "left_click", "target": "Sell the bread"}, {"assert": "Total: 7.50"}]}}
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let trace = folder + "/recorded"
        let run = try Deskhand(["run", folder, "--quiet", "--trace", trace])
        try #require(run.status == 0, "\(run.output)\(run.errors)")

        let marker = folder + "/marker"
        let options = ["--env", "ALTERNATE=\(marker)", "--patience", "1", "--junit", folder + "/junit.xml"]
        try Data().write(to: URL(filePath: marker))
        let retried = try Self.replay(trace, options + ["--retries", "2", "--parallel", "2"])
        #expect(retried.status == 0, "\(retried.output)\(retried.errors)")
        #expect(retried.output.hasPrefix("flaky: \(trace) (1 of 2 replays as recorded)"), "\(retried.output)")
        #expect(retried.output.contains("'News' is new"), "\(retried.output)")
        let xml = try String(contentsOfFile: folder + "/junit.xml", encoding: .utf8)
        #expect(xml.contains("<flakyFailure message=") && xml.contains("failures=\"0\""), "\(xml)")
    }

    @Test(arguments: [
        (["--retries", "99"], "--retries"), (["--parallel", "0"], "--parallel"),
        (["--html", "a.html", "--answers"], "--html"), (["--compare", "colours"], "--compare"),
    ])
    func `an option that cannot be meant is refused`(options: [String], words: String) throws {
        let replay = try Deskhand(["replay", "Traces/calculator-product"] + options)
        #expect(replay.status == 64, "\(replay.output)\(replay.errors)")
        #expect(replay.errors.contains(words), "\(replay.errors)")
    }

    @Test func `traces are verified and compared by commands`() throws {
        let whole = try Deskhand(["trace", "verify", "Traces/terminal-note", "Traces/calculator-product"])
        #expect(whole.status == 0, "\(whole.output)\(whole.errors)")
        #expect(whole.output.components(separatedBy: "whole: ").count == 3)
        let same = try Deskhand(["trace", "diff", "Traces/terminal-note", "Traces/terminal-note"])
        #expect(same.status == 0 && same.output.contains("no step differs"), "\(same.output)\(same.errors)")
        let other = try Deskhand(["trace", "diff", "Traces/terminal-note", "Traces/calculator-product"])
        #expect(other.status == 1 && other.output.contains("first difference that matters: step 1"), "\(other.output)")
    }
}
