import Dialects
import Evaluation
import Foundation
import Images
import Interaction
import JSON
import Testing

/// What `make_benchmarks.py` worked out by the benchmarks' own arithmetic.
private struct Expected: Decodable {
    let verdicts: [String: Verdict]

    static func of(_ name: String) throws -> Expected {
        let data = try Data(contentsOf: Benchmarks.folder.appending(path: "expected.json"))
        return try #require(try JSONDecoder().decode([String: Expected].self, from: data)[name])
    }
}

struct OfficialScoresTests {
    @Test(arguments: ["ScreenSpot", "ScreenSpot-v2", "ScreenSpot-Pro", "OSWorld-G"])
    func `every answer scores as the benchmark's own arithmetic has it`(name: String) async throws {
        let expected = try Expected.of(name).verdicts
        let results = try await evaluate(name)
        #expect(expected.count == 60)
        for record in results.records {
            #expect(record.verdict == expected[record.key], "\(record)")
        }
    }

    @Test func `ScreenSpot-Pro's result file has its slices, names and numbers`() async throws {
        let result = try JSON(parsing: #require(try await evaluate("ScreenSpot-Pro").officialResult))
        let text = try String(contentsOf: Benchmarks.folder.appending(path: "expected.json"), encoding: .utf8)
        let expected = try #require(try JSON(parsing: text)["ScreenSpot-Pro"]?["metrics"])
        #expect(try object(result["metrics"]) == object(expected))
        guard case .array(let details)? = result["details"]?.value, case .object(let first)? = details.first?.value
        else {
            Issue.record("no details")
            return
        }
        #expect(details.count == 60)
        #expect(
            first.map(\.name) == [
                "id", "img_path", "group", "platform", "application", "lang", "instruction_style", "prompt_to_evaluate",
                "gt_type", "ui_type", "task_filename", "pred", "raw_response", "bbox", "correctness",
            ])
        #expect(details.compactMap { $0["correctness"]?.string }.count { $0 == "wrong_format" } == 13)
    }

    @Test func `its result file can be replayed to the same verdicts`() async throws {
        let results = try await evaluate("ScreenSpot-Pro")
        let folder = try TemporaryFolder()
        try folder.write(#require(results.officialResult), to: "result.json")
        let predictor = try ReplayedPredictor(
            file: folder.url.appending(path: "result.json"), for: Benchmarks.load("ScreenSpot-Pro"))
        let again = try await GroundingRun(
            Benchmarks.load("ScreenSpot-Pro"), predictor, in: folder.url.appending(path: "again"),
            reader: PlaceReader.reading
        ).run()
        // Its points were brought to the published picture's pixels, which moves those on an edge by a rounding.
        let moved = zip(results.records, again.records).filter { old, new in
            old.verdict.official != new.verdict.official && old.picture == new.picture && old.refusal == nil
        }
        #expect(moved.isEmpty, "\(moved)")
    }

    @Test func `micro and macro averages, and both of OSWorld-G's, are told apart`() async throws {
        let screenSpot = GroundingSummary(try await evaluate("ScreenSpot"), bootstrap: Benchmarks.bootstrap)
        let cells = try #require(screenSpot.slices.first { $0.by == "split, kind" }).lines
        #expect(cells.map(\.name).count == 6)
        #expect(screenSpot.macro?.cells == 6)
        #expect(screenSpot.macro?.accuracy == cells.compactMap(\.accuracy).reduce(0, +) / 6)
        #expect(screenSpot.overall.accuracy == Double(cells.map(\.correct).reduce(0, +)) / 60)
        #expect(screenSpot.overall.wrongFormat == 9)
        #expect(screenSpot.overall.severalAnswers == 4)
        #expect(screenSpot.withoutRefusals == nil)
        let osWorld = GroundingSummary(try await evaluate("OSWorld-G"), bootstrap: Benchmarks.bootstrap)
        #expect(osWorld.overall.items == 60)
        #expect(osWorld.withoutRefusals?.items == 54)
        #expect(osWorld.overall.correct - (osWorld.withoutRefusals?.correct ?? 0) == 3)
        #expect(osWorld.macro == nil)
    }

    @Test func `an interval holds the accuracy, and is the same for the same seed`() throws {
        let tally = Tally(Array(repeating: Verdict.correct, count: 60) + Array(repeating: .wrong, count: 40))
        let bootstrap = Bootstrap(resamples: 5000, seed: 7)
        let interval = try #require(bootstrap.interval(of: [tally]))
        // Normal approximation: 0.6 ± 1.96 · √(0.6 · 0.4 / 100) = 0.504 … 0.696.
        #expect(abs(interval.low - 0.504) < 0.02 && abs(interval.high - 0.696) < 0.02, "\(interval)")
        #expect(bootstrap.interval(of: [tally]) == interval)
        #expect(bootstrap.interval(of: [Tally()]) == nil)
        let unscored = Tally(Array(repeating: Verdict.notEvaluated, count: 5))
        #expect(bootstrap.interval(of: [unscored, tally]) == interval)
    }

    private func evaluate(_ name: String) async throws -> GroundingResults {
        let folder = try TemporaryFolder()
        return try await GroundingRun(
            Benchmarks.load(name), Benchmarks.predictions(of: name), in: folder.url, reader: PlaceReader.reading
        ).run()
    }

    /// JSON whatever the order of its members.
    private func object(_ json: JSON?) throws -> NSDictionary {
        let text = try #require(json).text
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary)
    }
}
