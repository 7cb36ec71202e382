import Foundation
import Testing

@Suite(.serialized)
struct EvalGroundingTests {
    private static let benchmarks = "Tests/Fixtures/benchmarks"
    private static let text = [
        "eval", "grounding", "\(benchmarks)/labels", "--images", "Tests/Fixtures/grounding", "--policy", "text",
        "--resamples", "500",
    ]

    @Test func `an evaluation that is killed goes on, and its report equals that of an undisturbed one`() throws {
        try withFolder { folder in
            let whole = try Deskhand(Self.text + ["--out", "\(folder)/whole"])
            #expect(whole.status == 0, "\(whole.errors)")
            let process = try Deskhand.start(Self.text + ["--out", "\(folder)/broken"], environment: [:])
            let begun = Self.wait { Self.lines("\(folder)/broken/items.jsonl") >= 4 }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            #expect(begun)
            let reached = Self.lines("\(folder)/broken/items.jsonl")
            let again = try Deskhand(Self.text + ["--out", "\(folder)/broken"])
            #expect(again.status == 0, "\(again.errors)")
            #expect(again.output == whole.output)
            #expect(Self.lines("\(folder)/broken/items.jsonl") >= max(reached, 22))
            for name in ["summary.json", "report.html"] {
                let files = ["whole", "broken"].map { FileManager.default.contents(atPath: "\(folder)/\($0)/\(name)") }
                #expect(files[0] != nil && files[0] == files[1], "\(name)")
            }
        }
    }

    @Test func `targets of the captured programs are found by what their programs told, and of an ambiguous one none`()
        throws
    {
        try withFolder { folder in
            let run = try Deskhand([
                "eval", "grounding", "Tasks/grounding/programs", "--policy", "elements", "--sample", "150",
                "--resamples",
                "500", "--json", "--out", folder,
            ])
            #expect(run.status == 0, "\(run.errors)")
            let lines = try String(contentsOfFile: "\(folder)/items.jsonl", encoding: .utf8).split(separator: "\n")
            let right = lines.count { $0.contains("\"verdict\":\"correct\"") }
            #expect(lines.count == 151 && right >= 143, "\(right) of 150")
        }
    }

    @Test func `everything that moves the score is printed, and progress with the time left`() throws {
        try withFolder { folder in
            let run = try Deskhand([
                "eval", "grounding", "\(Self.benchmarks)/ScreenSpot-Pro", "--images", Self.benchmarks, "--policy",
                "replay:\(Self.benchmarks)/ScreenSpot-Pro/predictions.jsonl", "--out", folder, "--resamples", "500",
            ])
            #expect(run.status == 0, "\(run.errors)")
            for pin in [
                "ScreenSpot-Pro: 60 items", "sha256", "prompt", "order", "pixel limits", "137x89 as 140x84 (16)",
                "coordinates         pixels", "decoding", "parser version", "several places are wrong",
            ] { #expect(run.output.contains(pin), "\(pin)") }
            #expect(run.errors.contains("60/60") && run.errors.contains(" left"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/screenspot_pro_result.json"))
        }
    }

    @Test func `a model in this process is asked as the benchmark asks, and its prompt is printed`() throws {
        try withFolder { folder in
            for (suite, prompt, order) in [
                ("ScreenSpot", "\"coordinate\": [", "image, text"), ("OSWorld-G", "the action wait", "text, image"),
            ] {
                let run = try Deskhand([
                    "eval", "grounding", "\(Self.benchmarks)/\(suite)", "--images", Self.benchmarks, "--policy",
                    "qwen:Tests/Fixtures/model/reference/tied", "--sample", "2", "--resamples", "500", "--out",
                    "\(folder)/\(suite)",
                ])
                #expect(run.status == 0, "\(run.errors)")
                for pin in [prompt, order, "137x89 as 140x84 (2)", "greedy, at most 256 tokens", "{instruction}"] {
                    #expect(run.output.contains(pin), "\(pin)")
                }
            }
        }
    }

    @Test func `wrong data, names and settings end with their own status and words`() throws {
        try withFolder { folder in
            let run = { (arguments: [String]) in
                try Deskhand(["eval", "grounding"] + arguments + ["--out", folder, "--quiet"])
            }
            let data = ["\(Self.benchmarks)/ScreenSpot", "--images", Self.benchmarks]
            #expect(try run(["/nowhere", "--policy", "centre"]).status == 65)
            #expect(try run(data + ["--policy", "magic"]).status == 64)
            #expect(try run(data + ["--policy", "random:x"]).status == 64)
            #expect(try run(data + ["--policy", "centre"]).status == 0)
            let other = try run(data + ["--policy", "random:3"])
            #expect(other.status == 65)
            #expect(other.errors.contains("holds an evaluation with another predictor"))
        }
    }

    @Test func `items without a prediction are counted apart, and end with a status`() throws {
        try withFolder { folder in
            let file = "\(folder)/some.jsonl"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data("{\"key\": \"screenspot_web.json#2\", \"answer\": \"(1, 2)\"}\n".utf8).write(
                to: URL(filePath: file))
            let run = try Deskhand([
                "eval", "grounding", "\(Self.benchmarks)/ScreenSpot", "--images", Self.benchmarks, "--policy",
                "replay:\(file)", "--out", "\(folder)/out", "--resamples", "500", "--quiet",
            ])
            #expect(run.status == 2, "\(run.errors)")
            #expect(run.output.contains("INCOMPLETE: 59 items"))
        }
    }

    private static func lines(_ path: String) -> Int {
        FileManager.default.contents(atPath: path)?.count { $0 == 0x0A } ?? 0
    }

    /// Waits until something holds, at most a minute.
    private static func wait(for condition: () -> Bool) -> Bool {
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if condition() { return true }
            usleep(2000)
        }
        return false
    }

    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "evaluation-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }
}
