import Evaluation
import Formats
import Foundation
import Interaction
import JSON
import Testing

/// Inputs of metrics, and what OSWorld's own functions said of each when Tests/Fixtures/metrics/make.py was run.
struct PublishedCases {
    /// One of them, by its place in the file.
    struct Case {
        let number: Int
        let metric: String
        let json: JSON
        /// The published score; `nil` where the function let an exception out.
        let score: Double?

        /// Such as `check_json, "eq"`, for a message.
        var words: String { "\(number) \(metric) \(String(json.text.prefix(900)))" }
    }

    let list: [Case]
    private let archive: ZipArchive

    init() throws {
        let folder = URL(filePath: #filePath).appending(path: "../../../../Fixtures/metrics").standardized
        let text = try String(contentsOf: folder.appending(path: "cases.json"), encoding: .utf8)
        archive = try ZipArchive(Array(Data(contentsOf: folder.appending(path: "files.zip"))))
        list = try text.split(separator: "\n").filter { $0.hasPrefix("{") }.enumerated().map { number, line in
            let json = try JSON(parsing: line.hasSuffix(",") ? String(line.dropLast()) : String(line))
            return Case(
                number: number, metric: try #require(json["metric"]?.string), json: json, score: json["answer"]?.number)
        }
    }

    /// What ours says; `nil` where it says that the task or the machine is at fault.
    func score(of entry: Case, using programs: ProgramRunner) async throws -> Double? {
        let options = entry.json["options"]?.members ?? []
        let type = try #require(Metrics.named(entry.metric), "\(entry.metric)")
        do {
            let metric = try type.init(
                options: Dictionary(options.map { ($0.name, $0.value) }) { first, _ in first })
            let result = try evidence(try #require(entry.json["result"]))
            let expected = try entry.json["expected"].map(evidence)
            return try await metric.check(result, expected: expected, using: programs).score
        } catch EvidenceFault.ofGuest {
            return 0
        } catch is TaskFault {
            return nil
        } catch is EvidenceFault {
            return nil
        }
    }

    private func evidence(_ json: JSON) throws -> Evidence {
        if let name = json["file"]?.string { return .file(try file(name), beside: []) }
        if let names = json["files"]?.strings { return .files(try names.map(file)) }
        if let name = json["missing"]?.string { return .file(EvidenceFile(name: name, contents: nil), beside: []) }
        if let text = json["output"]?.string { return .output(text) }
        return .value(try #require(json["value"]))
    }

    private func file(_ name: String) throws -> EvidenceFile {
        EvidenceFile(name: name, contents: try archive.contents(of: name))
    }
}
