import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// The metric called `name`.
func make(_ name: String, options: String = "{}") throws -> any Metric {
    let members = try #require(try JSON(parsing: options).members)
    let type = try #require(Metrics.named(name), "no metric is called \(name)")
    return try type.init(options: Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) }))
}

/// What the metric called `name` gives for literal rules.
func judge(_ name: String, _ result: Evidence, options: String = "{}", rules: String) throws -> Double {
    let metric = try make(name, options: options)
    let rules = try JSON(parsing: rules)
    try metric.check(rules: rules)
    return try metric.check(result, expected: .value(rules)).score
}

/// What it gives beside a gold file.
func judge(_ name: String, _ result: Evidence, options: String = "{}", gold: Evidence?) throws -> Double {
    try make(name, options: options).check(result, expected: gold).score
}

func file(_ name: String, _ text: String) -> Evidence { file(name, Array(text.utf8)) }

func file(_ name: String, _ contents: [UInt8], beside: [EvidenceFile] = []) -> Evidence {
    .file(EvidenceFile(name: name, contents: contents), beside: beside)
}

func missing(_ name: String) -> Evidence { .file(EvidenceFile(name: name, contents: nil), beside: []) }

/// A file under Tests/Fixtures.
func fixture(_ path: String) throws -> Evidence {
    let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/\(path)")
    let contents = try #require(FileManager.default.contents(atPath: url.path), "no fixture \(path)")
    return file(url.lastPathComponent, Array(contents))
}
