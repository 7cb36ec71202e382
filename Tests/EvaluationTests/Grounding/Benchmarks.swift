import Evaluation
import Foundation
import Testing

/// The committed small benchmarks, and folders for results.
enum Benchmarks {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures/benchmarks")

    static func load(_ name: String, suite: GroundingSuite? = nil) throws -> GroundingDataset {
        try GroundingDataset.load(from: folder.appending(path: name), suite: suite, pictures: folder)
    }

    static func predictions(of name: String) throws -> ReplayedPredictor {
        try ReplayedPredictor(file: folder.appending(path: "\(name)/predictions.jsonl"), for: load(name))
    }

    /// Labels on the pictures of real programs.
    static func labels() throws -> GroundingDataset {
        let pictures = folder.deletingLastPathComponent().appending(path: "grounding")
        return try GroundingDataset.load(from: folder.appending(path: "labels"), pictures: pictures)
    }

    /// Few draws: the tests are not about how narrow an interval is.
    static let bootstrap = Bootstrap(resamples: 200, seed: 1)
}

/// A folder that is removed after the test.
struct TemporaryFolder: ~Copyable {
    let url = FileManager.default.temporaryDirectory.appending(path: "evaluation-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: url) }

    func write(_ text: String, to name: String) throws {
        let file = url.appending(path: name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }

    func read(_ name: String) throws -> String { try String(contentsOf: url.appending(path: name), encoding: .utf8) }
}
