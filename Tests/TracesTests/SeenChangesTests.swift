import Agents
import Foundation
import Images
import Interaction
import JSON
import Testing
import Traces

/// What a trace says of what a model was shown and what its answer took.
struct SeenChangesTests {
    private static let work = ModelWork(
        reusedTokens: 1400, pictures: 2, encodedPictures: 1, passes: 12, computedTokens: 40, vision: .milliseconds(900),
        prefill: .milliseconds(700), decode: .milliseconds(1200))

    /// What a trace shows of its first step, and the answer that it gives back.
    private func recorded(
        _ changes: [Box<ModelSpace>]?, _ work: ModelWork?
    ) async throws -> (rows: [String: String], answer: ModelAnswer, line: String) {
        let scratch = try Scratch()
        var proposal = Recording.proposal
        proposal.answer?.changes = changes
        proposal.answer?.work = work
        let trace = try await Recording.record(
            Array(Recording.episode.prefix(2)) + Recording.step(1, proposal), in: scratch.trace)
        let step = try #require(trace.steps.first)
        var rows: [String: String] = [:]
        for row in try JSON(parsing: String(decoding: JSONEncoder().encode(step.rows), as: UTF8.self)).items ?? [] {
            rows[row["label"]?.string ?? ""] = row["text"]?.string
        }
        let lines = try String(contentsOfFile: scratch.trace + "/trace.jsonl", encoding: .utf8).split(separator: "\n")
        return (
            rows, try #require(step.decision?.answer?.restored),
            String(lines.first { $0.contains("\"decided\"") } ?? "")
        )
    }

    @Test func `what had changed and what the answer took is kept and told`() async throws {
        let places = [Box<ModelSpace>(x: 4, y: 2, width: 8, height: 6)]
        let found = try await recorded(places, Self.work)
        #expect(found.answer.changes == places && found.answer.work == Self.work)
        #expect(found.answer.frame == Recording.proposal.answer?.frame)
        #expect(found.rows["seen"] == "only what had changed: 8x6 at (4, 2)")
        #expect(found.rows["computed"]?.hasPrefix("1400 tokens of the prompt known; 1 of 2 pictures encoded") == true)
        #expect(try await recorded([], nil).rows["seen"] == "nothing new, the screen was as before")
    }

    @Test func `an answer about a whole screenshot is recorded as ever`() async throws {
        let found = try await recorded(nil, nil)
        #expect(found.answer.changes == nil && found.answer.work == nil)
        #expect(found.rows["seen"] == nil && found.rows["computed"] == nil)
        #expect(!found.line.contains("changes") && !found.line.contains("\"work\"") && !found.line.isEmpty)
    }
}
