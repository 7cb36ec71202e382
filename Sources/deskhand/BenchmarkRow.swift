import Benchmarks
import Foundation

/// One line of the benchmark's table, as text and as JSON.
struct BenchmarkRow: Encodable {
    let benchmark: String
    let subject: String
    let unit: String
    let minimum: Double
    let median: Double
    let peer: String?
    let peerMinimum: Double?
    let peerMedian: Double?
    /// Deskhand's median over the peer's.
    let ratio: Double?
    let reach: String?
    let isMet: Bool?
    let note: String

    private enum CodingKeys: String, CodingKey {
        case benchmark, subject, unit, minimum, median, peer, ratio, reach, note
        case peerMinimum = "peer_minimum"
        case peerMedian = "peer_median"
        case isMet = "met"
    }

    init(_ measurement: Benchmarks.Measurement, of benchmark: String) {
        self.benchmark = benchmark
        subject = measurement.subject
        unit = measurement.ours.unit
        minimum = measurement.ours.minimum
        median = measurement.ours.median
        peer = measurement.peer?.name
        peerMinimum = measurement.peer?.samples.minimum
        peerMedian = measurement.peer?.samples.median
        ratio = measurement.peer.map { measurement.ours.median / $0.samples.median }
        reach = measurement.reach?.bar
        isMet = measurement.reach?.met
        note = measurement.note
    }

    static func json(_ rows: [BenchmarkRow]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(rows), as: UTF8.self)
    }

    /// A Markdown table.
    static func table(_ rows: [BenchmarkRow]) -> String {
        let head = [
            "| what | ours: min / median | peer | peer: min / median | ratio | reach |",
            "| --- | --- | --- | --- | --- | --- |",
        ]
        return (head + rows.map(\.line)).joined(separator: "\n")
    }

    private var line: String {
        let theirs = zip2(peerMinimum, peerMedian).map { "\(figure($0)) / \(figure($1)) \(unit)" } ?? ""
        let verdict = reach.map { "\($0): \(isMet == true ? "met" : "**missed**")" } ?? ""
        let cells = [
            note.isEmpty ? subject : "\(subject) (\(note))", "\(figure(minimum)) / \(figure(median)) \(unit)",
            peer ?? "",
            theirs, ratio.map { "\(figure($0))×" } ?? "", verdict,
        ]
        return "| \(cells.joined(separator: " | ")) |"
    }

    private func zip2(_ first: Double?, _ second: Double?) -> (Double, Double)? {
        guard let first, let second else { return nil }
        return (first, second)
    }

    /// Three significant figures.
    private func figure(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        if value.rounded() == value, abs(value) < 1e9 { return String(Int(value)) }
        let places = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : abs(value) >= 1 ? 2 : 3
        return value.formatted(.number.precision(.fractionLength(places)).grouping(.never))
    }
}
