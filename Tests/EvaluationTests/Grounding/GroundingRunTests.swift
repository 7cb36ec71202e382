import Agents
import Dialects
import Evaluation
import Foundation
import Grounders
import Images
import Interaction
import Synchronization
import Testing

struct GroundingRunTests {
    @Test func `the text grounder finds the words of real programs`() async throws {
        let folder = try TemporaryFolder()
        let results = try await GroundingRun(
            Benchmarks.labels(), GrounderPredictor(TextGrounder()), in: folder.url, reader: PlaceReader.reading
        ).run()
        let summary = try results.writeReports(to: folder.url, bootstrap: Benchmarks.bootstrap)
        let kinds = try #require(summary.slices.first { $0.by == "kind" }).lines
        let text = try #require(kinds.first { $0.name == "text" })
        #expect(text.items == 18)
        #expect(text.correct >= 16, "\(text)")
        let icons = try #require(kinds.first { $0.name == "icon" })
        #expect(icons.correct == 0)
        #expect(summary.overall.wrongFormat == 0)
        #expect(summary.macro?.cells == 2)
    }

    @Test(arguments: [1, 7, 40])
    func `a run that was killed in the middle of a line goes on to the same reports`(lines: Int) async throws {
        let whole = try TemporaryFolder()
        let broken = try TemporaryFolder()
        _ = try await run("OSWorld-G", in: whole.url)
        let kept = try whole.read("items.jsonl").split(separator: "\n").prefix(lines).joined(separator: "\n")
        try broken.write(kept + "\n{\"key\": \"OSWorld-G.json#5", to: "items.jsonl")
        let counter = Counter(try Benchmarks.predictions(of: "OSWorld-G"))
        let results = try await GroundingRun(
            Benchmarks.load("OSWorld-G"), counter, in: broken.url, reader: PlaceReader.reading
        ).run()
        try results.writeReports(to: broken.url, bootstrap: Benchmarks.bootstrap)
        #expect(counter.count.withLock { $0 } == 60 - (lines - 1))
        for name in ["summary.json", "report.html"] {
            #expect(try broken.read(name) == whole.read(name))
        }
    }

    @Test func `a finished run is not repeated`() async throws {
        let folder = try TemporaryFolder()
        _ = try await run("ScreenSpot", in: folder.url)
        let counter = Counter(try Benchmarks.predictions(of: "ScreenSpot"))
        let results = try await GroundingRun(
            Benchmarks.load("ScreenSpot"), counter, in: folder.url, reader: PlaceReader.reading
        ).run()
        #expect(counter.count.withLock { $0 } == 0)
        #expect(results.records.count == 60)
    }

    @Test func `other settings are refused by name`() async throws {
        let folder = try TemporaryFolder()
        let dataset = try Benchmarks.load("ScreenSpot")
        _ = try await GroundingRun(dataset, RandomPredictor(seed: 1), in: folder.url, reader: PlaceReader.reading).run()
        let error = try await #require(throws: RunFolderError.self) {
            try await GroundingRun(
                dataset, RandomPredictor(seed: 2), in: folder.url, reader: PlaceReader.reading, rule: .first
            ).run()
        }
        #expect(error == .otherSettings(folder: folder.url.path, fields: ["answer_rule", "predictor"]))
    }

    @Test func `a picture that cannot be read is no score, and is tried again`() async throws {
        let folder = try TemporaryFolder()
        try folder.write("no picture", to: "data/bad.png")
        let shot = Benchmarks.folder.appending(path: "shot.png")
        try FileManager.default.copyItem(at: shot, to: folder.url.appending(path: "data/shot.png"))
        let item = { (name: String) in
            #"{"img_filename": "\#(name).png", "bbox": [60, 40, 20, 10], "instruction": "x", "data_type": "text"}"#
        }
        try folder.write("[\(item("shot")), \(item("bad"))]", to: "data/screenspot_web.json")
        func evaluate() async throws -> GroundingSummary {
            let dataset = try GroundingDataset.load(from: folder.url.appending(path: "data"))
            let out = folder.url.appending(path: "out")
            let results = try await GroundingRun(dataset, CentrePredictor(), in: out, reader: PlaceReader.reading).run()
            return try results.writeReports(to: out, bootstrap: Benchmarks.bootstrap)
        }
        let first = try await evaluate()
        #expect(first.overall.items == 2)
        #expect(first.overall.notEvaluated == 1)
        #expect(first.overall.accuracy == 1)
        #expect(first.notEvaluated["screenspot_web.json#2"]?.contains("PNG file") == true)
        #expect(first.text.contains("INCOMPLETE: 1 items"))
        try FileManager.default.removeItem(at: folder.url.appending(path: "data/bad.png"))
        try FileManager.default.copyItem(at: shot, to: folder.url.appending(path: "data/bad.png"))
        let second = try await evaluate()
        #expect(second.overall.notEvaluated == 0)
        #expect(second.overall.correct == 2)
    }

    @Test func `a predictor that fails at once ends the run; later, only its item is not evaluated`() async throws {
        let dataset = try Benchmarks.load("ScreenSpot")
        let first = try TemporaryFolder()
        let second = try TemporaryFolder()
        await #expect(throws: Failing.Failure.self) {
            try await GroundingRun(
                dataset, Failing(at: "screenspot_desktop.json#1"), in: first.url, reader: PlaceReader.reading
            ).run()
        }
        let results = try await GroundingRun(
            dataset, Failing(at: "screenspot_mobile.json#3"), in: second.url, reader: PlaceReader.reading
        ).run()
        #expect(results.records.count { $0.verdict == .notEvaluated } == 1)
        #expect(results.records.first { $0.verdict == .notEvaluated }?.reason == "out of order")
    }

    @Test func `a sample is the same for the same seed, and keeps the order`() async throws {
        let dataset = try Benchmarks.load("ScreenSpot")
        func keys(_ seed: UInt64) async throws -> [String] {
            let folder = try TemporaryFolder()
            let run = GroundingRun(
                dataset, CentrePredictor(), in: folder.url, reader: PlaceReader.reading, sample: 12, seed: seed)
            let results = try await run.run()
            #expect(results.header.items == 12 && results.header.sampleSeed == seed)
            return results.records.map(\.key)
        }
        let keys = (try await keys(3), try await keys(3), try await keys(4))
        #expect(keys.0 == keys.1)
        #expect(keys.0 != keys.2)
        let order = dataset.items.map(\.key)
        #expect(keys.0 == order.filter(keys.0.contains))
    }

    @Test func `the baselines answer alike every time`() async throws {
        let dataset = try Benchmarks.load("ScreenSpot")
        func points(_ predictor: any GroundingPredictor) async throws -> [Point<ImageSpace>?] {
            let folder = try TemporaryFolder()
            return try await GroundingRun(dataset, predictor, in: folder.url, reader: PlaceReader.reading).run().records
                .map(\.point)
        }
        #expect(Set(try await points(CentrePredictor())) == [Point(x: 68.5, y: 44.5)])
        let random = try await points(RandomPredictor(seed: 5))
        #expect(try await points(RandomPredictor(seed: 5)) == random)
        #expect(Set(random).count == 60)
        let inside = random.allSatisfy { $0.map { (0..<137).contains($0.x) && (0..<89).contains($0.y) } ?? false }
        #expect(inside)
    }

    @Test func `a policy is asked once for each item, and its words are scored, not its rounded action`() async throws {
        let dataset = try Benchmarks.load("ScreenSpot")
        let folder = try TemporaryFolder()
        let setup = GroundingSetup(predictor: "double")
        let predictor = PolicyPredictor(setup: setup) { SpeakingPolicy() }
        let results = try await GroundingRun(dataset, predictor, in: folder.url, reader: PlaceReader.reading).run()
        #expect(
            results.records.allSatisfy { $0.numbers == [35.25, 21.5] && $0.picture == Size(width: 70, height: 44) })
        #expect(results.records.allSatisfy { $0.answer == "(35.25, 21.5)" })
    }

    @Test func `the report is one page that loads nothing and shows text as text`() async throws {
        let folder = try TemporaryFolder()
        _ = try await run("OSWorld-G", in: folder.url)
        let page = try folder.read("report.html")
        #expect(page.contains("default-src 'none'"))
        #expect(!page.contains("http://") && !page.contains("https://"))
        #expect(page.components(separatedBy: "data:image/png;base64,").count == 2)
        let summary = try JSONDecoder().decode(GroundingSummary.self, from: Data(try folder.read("summary.json").utf8))
        let failures = summary.overall.items - summary.overall.correct
        #expect(page.components(separatedBy: "<figure>").count - 1 == failures)
        #expect(page.components(separatedBy: "<svg").count - 1 == failures)
        #expect(page.contains("<polygon class=\"target\""))
    }

    @Test func `what a benchmark says is shown, never obeyed`() async throws {
        let folder = try TemporaryFolder()
        let shot = Benchmarks.folder.appending(path: "shot.png")
        try FileManager.default.copyItem(at: shot, to: folder.url.appending(path: "a.png"))
        try folder.write(
            #"[{"img_filename": "a.png", "bbox": [1, 2, 3, 4], "instruction": "<b>\"&\"</b>", "data_type": "text"}]"#,
            to: "screenspot_web.json")
        let dataset = try GroundingDataset.load(from: folder.url)
        let out = folder.url.appending(path: "out")
        let results = try await GroundingRun(dataset, CentrePredictor(), in: out, reader: PlaceReader.reading).run()
        try results.writeReports(to: out, bootstrap: Benchmarks.bootstrap)
        let page = try folder.read("out/report.html")
        #expect(page.contains("&lt;b&gt;&quot;&amp;&quot;&lt;/b&gt;"))
        #expect(!page.contains("<b>\"&"))
    }

    private func run(_ name: String, in folder: URL) async throws -> GroundingSummary {
        let predictor = try Benchmarks.predictions(of: name)
        let results = try await GroundingRun(Benchmarks.load(name), predictor, in: folder, reader: PlaceReader.reading)
            .run()
        return try results.writeReports(to: folder, bootstrap: Benchmarks.bootstrap)
    }
}

/// Counts what it passes on.
private final class Counter: GroundingPredictor {
    let setup: GroundingSetup
    let count = Mutex(0)
    private let next: any GroundingPredictor

    init(_ next: any GroundingPredictor) {
        self.next = next
        setup = next.setup
    }

    func predict(_ question: GroundingQuestion) async throws -> GroundingPrediction {
        count.withLock { $0 += 1 }
        return try await next.predict(question)
    }
}

/// Breaks at one item.
private struct Failing: GroundingPredictor {
    struct Failure: Error, CustomStringConvertible { let description = "out of order" }

    let setup = GroundingSetup(predictor: "failing")
    private let key: String

    init(at key: String) { self.key = key }

    func predict(_ question: GroundingQuestion) throws -> GroundingPrediction {
        guard question.key != key else { throw Failure() }
        return GroundingPrediction(.refusal, on: question.image)
    }
}

/// Says a point with fractions on a smaller picture, and acts on the whole pixel.
private struct SpeakingPolicy: Policy {
    let name = "speaking"

    func decide(_ observation: Observation, history: [HistoryStep]) -> Decision {
        let screen = observation.screen.screenshot
        let frame = CoordinateFrame(
            screen: screen.screen, capture: screen.capture, image: screen.image.size, model: Size(width: 70, height: 44)
        )
        let answer = ModelAnswer(
            dialect: "computer_use", request: nil, picture: nil, frame: frame, text: "(35.25, 21.5)", action: nil)
        return .act(Proposal(action: .click(.left, at: Point(x: 68, y: 43)), answer: answer))
    }
}
