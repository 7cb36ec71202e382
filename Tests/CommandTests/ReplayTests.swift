import Foundation
import Testing

@Suite(.serialized)
struct ReplayTests {
    /// Changes of the program under test, and what has to be said of each; the soak plants more in other programs.
    static let planted = [
        ("one-pixel", "before step 1"), ("missing-dialog", "the window 'Question' is missing"),
        ("extra-window", "the window 'News' was not there"),
        ("other-title", "the window 'Greetings' is called 'Orders'"), ("wrong-result", "pixels differ"),
        ("crash", "'python3 form.py' ended with status 1"), ("much-slower-start", "before step 1"),
    ]

    @Test func `planted changes are noticed, and the program as it was passes`() throws {
        try withScratch { scratch in
            let form = try FormUnderTest(in: scratch)
            let trace = try form.record()
            let same = try Deskhand(["replay", trace, "--no-sandbox", "--quiet"])
            #expect(same.status == 0, "\(same.output)\(same.errors)")
            #expect(same.output.contains("same: "))
            for (change, words) in ReplayTests.planted {
                try form.plant(change)
                let replay = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--patience", "1"])
                #expect(replay.status == 1, "\(change): \(replay.output)\(replay.errors)")
                #expect(replay.output.contains(words), "\(change): \(replay.output)")
            }
        }
    }

    @Test func `a slower start is waited for, and the wait is told`() throws {
        try withScratch { scratch in
            let form = try FormUnderTest(in: scratch)
            let trace = try form.record()
            try form.plant("slower-start")
            let replay = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--json"])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
            let report = try #require(try JSONDecoder().decode([Report].self, from: Data(replay.output.utf8)).first)
            #expect(report.verdict == "same")
            #expect(try #require(report.looks.first).waited_seconds > 0)
        }
    }

    @Test func `what differs is shown, told to continuous integration, and taken over when asked`() throws {
        try withScratch { scratch in
            let form = try FormUnderTest(in: scratch)
            let trace = try form.record()
            try form.plant("slightly-darker")
            let (out, junit) = (scratch + "/out", scratch + "/junit.xml")
            let replay = try Deskhand([
                "replay", trace, "--no-sandbox", "--quiet", "--continue", "--patience", "1", "--out", out, "--junit",
                junit,
            ])
            #expect(replay.status == 1, "\(replay.output)\(replay.errors)")
            #expect(FileManager.default.fileExists(atPath: out + "/recorded/step-1.png"))
            let xml = try String(contentsOfFile: junit, encoding: .utf8)
            #expect(xml.contains("<failure message="))
            #expect(xml.contains("name=\"outcome\"/>"), "the check still passes: \(xml)")

            let before = try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8)
            let update = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--update", "--patience", "1"])
            #expect(update.status == 0, "\(update.output)\(update.errors)")
            #expect(try String(contentsOfFile: trace + "/trace.jsonl", encoding: .utf8) != before)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: scratch).filter { $0.hasPrefix("recorded") }.count
                    == 1)
            #expect(try Deskhand(["replay", trace, "--no-sandbox", "--quiet"]).status == 0)

            try form.plant("wrong-result")
            let refused = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--update", "--patience", "1"])
            #expect(refused.status == 1, "\(refused.output)")
            #expect(refused.output.contains("not updated: "), "\(refused.output)")
            // The script clicks it by its label, so no update may take another one for it.
            try form.plant("other-label")
            let renamed = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--update", "--patience", "1"])
            #expect(renamed.status == 1, "\(renamed.output)")
            #expect(renamed.output.contains("not updated: a step does not hold"), "\(renamed.output)")
            try form.plant("slightly-darker")
            #expect(try Deskhand(["replay", trace, "--no-sandbox", "--quiet"]).status == 0, "nothing was taken over")
        }
    }

    @Test func `a part that is ignored may differ`() throws {
        try withScratch { scratch in
            let form = try FormUnderTest(in: scratch)
            let trace = try form.record()
            try form.plant("other-colour")
            let replay = try Deskhand(["replay", trace, "--no-sandbox", "--quiet", "--ignore", "0,0,1280x800"])
            #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
        }
    }

    @Test func `a trace whose recording broke off is no test`() throws {
        let trace = try #require(try recordedTraces().first)
        try withScratch { scratch in
            let torn = scratch + "/torn"
            try FileManager.default.copyItem(at: URL(filePath: trace), to: URL(filePath: torn))
            let text = try String(contentsOfFile: torn + "/trace.jsonl", encoding: .utf8)
            let lines = text.split(separator: "\n")
            try lines.prefix(lines.count - 3).joined(separator: "\n").appending("\n")
                .write(toFile: torn + "/trace.jsonl", atomically: true, encoding: .utf8)
            let replay = try Deskhand(["replay", torn, "--quiet"])
            #expect(replay.status == 65, "\(replay.output)\(replay.errors)")
            #expect(replay.output.contains("recording broke off"), "\(replay.output)")
        }
    }

    @Test func `a task's script agrees with its own trace, another's does not`() throws {
        let traces = try recordedTraces()
        let one = try #require(traces.first { $0.hasSuffix("calculator-product") })
        let other = try #require(traces.first { $0 != one })
        let own = try Deskhand(["replay", one, "--policy", "script", "--quiet"])
        #expect(own.status == 0, "\(own.output)\(own.errors)")
        let foreign = try Deskhand(["replay", one, "--policy", "replay:\(other)", "--quiet"])
        #expect(foreign.status == 1, "\(foreign.output)\(foreign.errors)")
        #expect(foreign.output.contains("differs"))
    }

    @Test func `several policies give a cell for each trace, totals and a comparison with the first`() throws {
        let traces = try recordedTraces().filter { $0.hasSuffix("calculator-product") || $0.hasSuffix("terminal-note") }
        let policies = ["--policy", "script", "--policy", "nothing"]
        let found = try Deskhand(["replay"] + traces + policies + ["--json", "--quiet"])
        #expect(found.status == 1, "\(found.output)\(found.errors)")
        let report = try JSONDecoder().decode(MatrixReport.self, from: Data(found.output.utf8))
        #expect(report.cells.map(\.policy) == traces.map { _ in "script" } + traces.map { _ in "nothing" })
        let totals = report.policies
        #expect(totals.map(\.policy) == ["script", "nothing"])
        #expect(totals[0].agreed == totals[0].asked && totals[1].agreed < totals[1].asked)
        let comparison = try #require(report.comparisons.first)
        #expect(comparison.policy == "nothing" && comparison.baseline == "script")
        #expect(comparison.difference == Double(totals[1].agreed - totals[0].agreed) / Double(totals[0].asked))
        #expect(comparison.steps.count == totals[0].agreed - totals[1].agreed)
        let missing = try Deskhand(
            ["replay", traces[0], "--policy", "script", "--policy", "replay:/missing", "--quiet"])
        #expect(missing.status != 0 && missing.output.isEmpty, "\(missing.output)")
        #expect(missing.errors.contains("/missing"), "\(missing.errors)")
    }

    /// What of the JSON for several policies is read here.
    private struct MatrixReport: Decodable {
        struct Cell: Decodable { let policy: String }
        struct Total: Decodable {
            let policy: String
            let agreed: Int
            let asked: Int
        }
        struct Comparison: Decodable {
            struct Step: Decodable { let step: Int }
            let policy: String
            let baseline: String
            let difference: Double
            let steps: [Step]

            private enum CodingKeys: String, CodingKey {
                case policy, baseline, difference
                case steps = "differing_steps"
            }
        }
        let cells: [Cell]
        let policies: [Total]
        let comparisons: [Comparison]
    }

    @Test func `recorded answers are read as they were`() throws {
        let fixture = "Tests/Fixtures/traces/answers"
        let same = try Deskhand(["replay", fixture, "--answers"])
        #expect(same.status == 0, "\(same.output)\(same.errors)")
        try withScratch { scratch in
            let copy = scratch + "/changed"
            try FileManager.default.copyItem(
                at: Deskhand.repository.appending(path: fixture), to: URL(filePath: copy))
            let file = copy + "/trace.jsonl"
            let text = try String(contentsOfFile: file, encoding: .utf8)
            try text.replacingOccurrences(of: "left_click\\\"", with: "right_click\\\"")
                .write(toFile: file, atomically: true, encoding: .utf8)
            let changed = try Deskhand(["replay", copy, "--answers"])
            #expect(changed.status == 1, "\(changed.output)\(changed.errors)")
            #expect(changed.output.contains("step 1"))
        }
    }

    @Test func `every recorded trace is seen again`() throws {
        let traces = try recordedTraces()
        #expect(traces.count >= 4)
        let replay = try Deskhand(["replay", "--quiet"] + traces)
        #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
    }

    @Test(arguments: [
        (["replay", "nowhere"], 65, "nowhere"),
        (["replay", "Traces/calculator-product", "--threshold", "2"], 64, "threshold"),
        (["replay", "Traces/calculator-product", "--update", "--answers"], 64, "--update"),
        (["replay", "Traces/calculator-product", "--ignore", "all"], 64, "expected a region"),
        (["replay", "Traces/calculator-product", "--answers"], 65, "no model answers"),
        (["replay", "Traces/calculator-product", "--policy", "oracle"], 64, "oracle"),
        (["replay", "Traces/calculator-product", "--policy", "script", "--policy", "script"], 64, "given twice"),
    ])
    func `what cannot be replayed has a status of its own`(arguments: [String], status: Int32, words: String) throws {
        let replay = try Deskhand(arguments)
        #expect(replay.status == status, "\(replay.output)\(replay.errors)")
        #expect((replay.output + replay.errors).contains(words), "\(replay.output)\(replay.errors)")
    }

    private struct Report: Decodable {
        struct Look: Decodable { let waited_seconds: Double }
        let verdict: String
        let looks: [Look]
    }

    private func recordedTraces() throws -> [String] {
        let folder = Deskhand.repository.appending(path: "Traces")
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map { "Traces/\($0)" }
    }

    private func withScratch(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "replay-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}

/// The program under test, in a folder where changes can be planted into it.
private struct FormUnderTest {
    private let folder: String

    init(in folder: String) throws {
        self.folder = folder
        let source = Deskhand.repository.appending(path: "Tests/Fixtures/replay/form.py")
        try FileManager.default.copyItem(at: source, to: URL(filePath: folder + "/form.py"))
    }

    /// Records a run of it, and says where.
    func record() throws -> String {
        let task = """
            {
              "id": "greeting",
              "instruction": "Greet Ada.",
              "config": [{ "type": "launch", "parameters": { "command": ["/usr/bin/python3", "\(folder)/form.py"] } }],
              "evaluator": {
                "func": "exact_match",
                "result": { "type": "vm_file", "path": "greeting.txt" },
                "expected": { "type": "rule", "rules": { "expected": "Good morning, Ada." } }
              },
              "deskhand": {
                "script": [
                  { "action": "type", "text": "Ada" },
                  { "action": "left_click", "target": "Welcome" },
                  { "action": "left_click", "target": "Certainly" },
                  { "wait_for": "Good morning" },
                  { "action": "left_click", "target": "Actions" },
                  { "wait_for": "Close" },
                  { "action": "key", "keys": ["Escape"] }
                ]
              }
            }
            """
        try task.write(toFile: folder + "/task.json", atomically: true, encoding: .utf8)
        let trace = folder + "/recorded"
        let run = try Deskhand(["run", folder + "/task.json", "--quiet", "--trace", trace])
        try #require(run.status == 0, "\(run.output)\(run.errors)")
        return trace
    }

    func plant(_ change: String) throws {
        try change.write(toFile: folder + "/planted", atomically: true, encoding: .utf8)
    }
}
