import Foundation
import FoundationXML
import Testing

@Suite struct ModelBenchTests {
    private let reference = "Tests/Fixtures/model/reference/tied"

    @Test func `each phase and curve is measured, as JSON and as a picture with its figures as text`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "bench-\(UUID().uuidString).svg")
        defer { try? FileManager.default.removeItem(at: file) }
        let run = try Deskhand(["model", "bench", reference, "--quick", "--json", "--svg", file.path])
        try #require(run.status == 0, "\(run.errors)")
        let report = try JSONDecoder().decode(Report.self, from: Data(run.output.utf8))
        let names = report.phases.map(\.name)
        let expected = [
            "load", "vision", "prefill", "decode", "first step", "next step, unchanged", "next step, another",
        ]
        for phase in expected {
            #expect(names.contains { $0.hasPrefix(phase) }, "\(phase) is not among \(names)")
        }
        #expect(report.phases.allSatisfy { $0.seconds > 0 })
        #expect(report.curves.count == 6 && report.curves.allSatisfy { $0.points.allSatisfy { $0.value > 0 } })
        #expect(report.limits["float32_gflop_s"] ?? 0 > 0 && report.limits["bandwidth_gb_s"] ?? 0 > 0)
        let labels = report.curves.flatMap { $0.points.flatMap { $0.label.split(separator: "×").map(String.init) } }
        let texts = Texts()
        let parser = XMLParser(data: try Data(contentsOf: file))
        parser.delegate = texts
        #expect(parser.parse(), "the picture is not XML")
        #expect(labels.allSatisfy(texts.found.contains), "\(labels) are not all in \(texts.found)")
    }

    @Test(arguments: [
        (["--shapes", "5b"], "--shapes: expected 3b or 7b, found \"5b\""),
        ([], "expected a checkpoint or --shapes 3b|7b, found neither"),
        (["--shapes", "3b", "--bits", "5"], "--bits: expected 8 or 4, found 5"),
        (["--shapes", "3b", "--threads", "0"], "--threads: expected 1 to 1024, found 0"),
    ])
    func `a misuse is told with what is expected`(arguments: [String], words: String) throws {
        let run = try Deskhand(["model", "bench"] + arguments)
        #expect(run.status == 64 && run.errors.contains(words), "\(run.errors)")
    }

    @Test func `a folder that is no model has a status of its own`() throws {
        let run = try Deskhand(["model", "bench", "Tests/Fixtures/model/tokenizer", "--quick"])
        #expect(run.status == 65 && run.errors.contains("holds no config.json"), "\(run.errors)")
    }

    private struct Report: Decodable {
        let phases: [Phase]
        let curves: [Curve]
        let limits: [String: Double]

        struct Phase: Decodable {
            let name: String
            let seconds: Double
        }
        struct Curve: Decodable {
            let points: [Point]
        }
        struct Point: Decodable {
            let label: String
            let value: Double
        }
    }

    /// The texts of a picture.
    private final class Texts: NSObject, XMLParserDelegate {
        private(set) var found: Set<String> = []

        func parser(_ parser: XMLParser, foundCharacters string: String) {
            found.insert(string.replacing("× ", with: ""))
        }
    }
}
