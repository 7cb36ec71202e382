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

/// A zip archive of files that are stored as they are.
func zipped(_ files: [(name: String, contents: [UInt8])]) -> [UInt8] {
    func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for file in files {
        let name = Array(file.name.utf8)
        let fields =
            number(20, 2) + number(0, 8) + number(checksum(file.contents), 4) + number(file.contents.count, 4)
            + number(file.contents.count, 4) + number(name.count, 2) + number(0, 2)
        directory +=
            number(0x0201_4B50, 4) + number(20, 2) + fields + number(0, 10) + number(archive.count, 4) + name
        archive += number(0x0403_4B50, 4) + fields + name + file.contents
    }
    let count = number(files.count, 2)
    return archive + directory + number(0x0605_4B50, 4) + number(0, 4) + count + count + number(directory.count, 4)
        + number(archive.count, 4) + number(0, 2)
}

/// CRC-32, by a table of what each byte does.
private func checksum(_ bytes: [UInt8]) -> Int {
    var sum = UInt32.max
    for byte in bytes {
        let index = Int(UInt8(truncatingIfNeeded: sum) ^ byte)
        sum = sum >> 8 ^ checksums[index]
    }
    return Int(~sum)
}

private let checksums: [UInt32] = (0..<256).map { number in
    var sum = UInt32(number)
    for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
    return sum
}

func zipped(_ files: [(String, String)]) -> [UInt8] { zipped(files.map { ($0.0, Array($0.1.utf8)) }) }
