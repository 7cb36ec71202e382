import Dialects
import Evaluation
import Foundation
import Testing

/// Benchmarks and predictions as they lie on people's disks.
struct PublishedDataTests {
    private static func item(_ picture: String = "a.png", _ box: String = "[10, 20, 30, 40]", _ words: String = "x")
        -> String
    {
        #"{"img_filename": "\#(picture)", "bbox": \#(box), "instruction": "\#(words)", "data_type": "text"}"#
    }

    /// A folder with a benchmark in it, and a picture `a.png` of 137x89 pixels.
    private func folder(_ items: String, name: String = "screenspot_web.json") throws -> URL {
        let url = FileManager.default.temporaryDirectory.appending(path: "published-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        try Data(items.utf8).write(to: url.appending(path: name))
        let shot = Benchmarks.folder.appending(path: "shot.png")
        try FileManager.default.copyItem(at: shot, to: url.appending(path: "a.png"))
        return url
    }

    private func run(
        _ dataset: GroundingDataset, _ predictions: String, in folder: URL, language: InstructionLanguage = .english
    ) async throws -> GroundingResults {
        let file = folder.appending(path: "predictions.jsonl")
        try Data(predictions.utf8).write(to: file)
        let predictor = try ReplayedPredictor(file: file, for: dataset, language: language)
        let results = try await GroundingRun(
            dataset.remarking(predictor.remarks), predictor, in: folder.appending(path: "out-\(UUID().uuidString)"),
            reader: PlaceReader.reading
        ).run()
        return results
    }

    @Test func `a missing picture costs its items, and the rest is scored`() async throws {
        let url = try folder("[\(Self.item()), \(Self.item("gone.png"))]")
        defer { try? FileManager.default.removeItem(at: url) }
        let dataset = try GroundingDataset.load(from: url)
        #expect(dataset.remarks.contains { $0.contains("1 picture is missing") && $0.hasSuffix("gone.png") })
        let results = try await GroundingRun(
            dataset, CentrePredictor(), in: url.appending(path: "out"), reader: PlaceReader.reading
        ).run()
        #expect(results.records.map(\.verdict) == [.wrong, .notEvaluated])
        #expect(results.records[1].reason == "gone.png: the picture is missing")
    }

    @Test func `boxes in parts of the picture's sides are refused with what they seem to be`() throws {
        let url = try folder("[\(Self.item("a.png", "[0.4875, 0.4833, 0.5125, 0.5167]"))]")
        defer { try? FileManager.default.removeItem(at: url) }
        let error = try #require(throws: GroundingEvaluationError.self) { try GroundingDataset.load(from: url) }
        #expect("\(error)".contains("they seem to be parts of the picture's sides"))
    }

    @Test(arguments: [
        ("[0.2, 0.3, 0.1, 0.1]", "it seems to be written as parts of the picture's sides"),
        ("[90, 40, 130, 80]", "it seems to be [x1, y1, x2, y2] instead of width and height"),
        ("[500, 400, 10, 10]", "is outside the picture"), ("[90, 20, -30, 4]", "holds no point"),
    ])
    func `an impossible box among others is remarked on`(box: String, words: String) throws {
        let url = try folder("[\(Self.item()), \(Self.item("a.png", box))]")
        defer { try? FileManager.default.removeItem(at: url) }
        let remarks = try GroundingDataset.load(from: url).remarks
        #expect(
            remarks.count == 1 && remarks[0].hasPrefix("screenspot_web.json#2: ") && remarks[0].contains(words),
            "\(remarks)")
    }

    @Test func `files that macOS leaves beside others are no annotations`() throws {
        let url = try folder("[\(Self.item())]")
        defer { try? FileManager.default.removeItem(at: url) }
        try Data([0, 5, 22, 7]).write(to: url.appending(path: "._screenspot_web.json"))
        #expect(try GroundingDataset.load(from: url).items.count == 1)
    }

    @Test func `predictions that name no item are counted, and where items begin is said`() async throws {
        let url = try folder("[\(Self.item())]")
        defer { try? FileManager.default.removeItem(at: url) }
        let dataset = try GroundingDataset.load(from: url)
        let answers = ["screenspot_web.json#0", "screenspot_web.json#1", "other.json#7"]
            .map { "{\"key\": \"\($0)\", \"answer\": \"(15, 25)\"}" }
        let results = try await run(dataset, answers.joined(separator: "\n"), in: url)
        #expect(results.records.map(\.verdict) == [.correct])
        let remark = try #require(results.dataset.remarks.first)
        #expect(remark.hasPrefix("2 predictions name no item, such as 'screenspot_web.json#0' in line 1"))
        #expect(remark.contains("items count from 1"))
    }

    @Test func `a refusal where nothing is missing has no format, as the benchmark's script finds no point`()
        async throws
    {
        let url = try folder("[\(Self.item()), \(Self.item())]")
        defer { try? FileManager.default.removeItem(at: url) }
        let answers = [1, 2].map {
            "{\"key\": \"screenspot_web.json#\($0)\", \"answer\": \"\($0 == 1 ? "wait" : "(0, 0)")\"}"
        }
        let results = try await run(try GroundingDataset.load(from: url), answers.joined(separator: "\n"), in: url)
        #expect(results.records.map(\.verdict) == [.wrongFormat, .wrong])
    }

    @Test func `a name that fits several items is refused, unless they ask the same of the same picture`() async throws
    {
        let same = try folder("[\(Self.item()), \(Self.item())]")
        defer { try? FileManager.default.removeItem(at: same) }
        let line = "{\"img_filename\": \"else/where/a.png\", \"instruction\": \"x\", \"point\": [15, 25]}"
        let both = try await run(try GroundingDataset.load(from: same), line, in: same)
        #expect(both.records.map(\.verdict) == [.correct, .correct])

        let apart = try folder("[\(Self.item("one/a.png")), \(Self.item("two/a.png"))]")
        defer { try? FileManager.default.removeItem(at: apart) }
        for part in ["one", "two"] {
            let place = apart.appending(path: part)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            try FileManager.default.copyItem(at: apart.appending(path: "a.png"), to: place.appending(path: "a.png"))
        }
        let dataset = try GroundingDataset.load(from: apart)
        await #expect(throws: GroundingEvaluationError.self) { _ = try await run(dataset, line, in: apart) }
        let exact = try await run(dataset, line.replacing("else/where", with: "/data/two"), in: apart)
        #expect(exact.records.map(\.verdict) == [.notEvaluated, .correct])
    }

    @Test func `two predictions for one item are refused, with both lines`() async throws {
        let url = try folder("[\(Self.item())]")
        defer { try? FileManager.default.removeItem(at: url) }
        let dataset = try GroundingDataset.load(from: url)
        let lines = ["(15, 25)", "(1, 1)"].map { "{\"key\": \"screenspot_web.json#1\", \"answer\": \"\($0)\"}" }
        let error = await #expect(throws: GroundingEvaluationError.self) {
            _ = try await run(dataset, lines.joined(separator: "\n"), in: url)
        }
        #expect("\(try #require(error))".contains(":2: it is another prediction for screenspot_web.json#1 than line 1"))
        let twice = try await run(dataset, [lines[0], lines[0]].joined(separator: "\n"), in: url)
        #expect(twice.records.map(\.verdict) == [.correct])
    }

    @Test(arguments: [(InstructionLanguage.english, Verdict.correct), (.chinese, .wrong)])
    func `a result of all languages gives the records of the one that is asked for`(
        language: InstructionLanguage, verdict: Verdict
    ) async throws {
        let item = """
            {"id": "i1", "img_filename": "a.png", "img_size": [137, 89], "bbox": [10, 20, 40, 60], "instruction": "x",
             "instruction_cn": "甲", "application": "gimp", "platform": "linux", "ui_type": "text", "group": "Creative"}
            """
        let url = try folder("[\(item)]", name: "gimp_linux.json")
        defer { try? FileManager.default.removeItem(at: url) }
        let detail = { (lang: String, x: Int) in
            #"{"id": "i1", "img_path": "a.png", "lang": "\#(lang)", "prompt_to_evaluate": "x", "pred": [\#(x), 30], "raw_response": ""}"#
        }
        let result = #"{"metrics": {}, "details": [\#(detail("en", 20)), \#(detail("cn", 100))]}"#
        let dataset = try GroundingDataset.load(from: url, language: language)
        let results = try await run(dataset, result, in: url, language: language)
        #expect(results.records.map(\.verdict) == [verdict])
        #expect(results.dataset.remarks == ["left out: 1 of instructions in another language"])
    }
}
