import Foundation
import Images
import Testing
import Traces

/// How a trace says that its replays are compared.
struct ComparisonRuleTests {
    @Test func `what is kept is read again, a step's rule before that of all, and nothing else changes`() async throws {
        let scratch = try Scratch()
        let before = try await Recording.record(in: scratch.trace)
        var comparison = RecordedComparison()
        comparison[nil].ignored = [Box(x: 1, y: 2, width: 3, height: 4)]
        comparison[nil].patience = 5
        comparison[2].patience = 30
        comparison[2].mode = .elements
        try before.keep(comparison)
        let after = try Trace(folder: scratch.trace)
        #expect(after.header.comparison == comparison)
        #expect(after.lines == before.lines && after.losses.isEmpty)
        try after.verifyFrames()
        let rule = comparison.rule(for: 2)
        #expect(rule.patience == 30 && rule.mode == .elements && rule.ignored.count == 1)
        #expect(comparison.rule(for: 1).patience == 5 && comparison.rule(for: 1).mode == nil)
        try after.keep(RecordedComparison())
        #expect(try Trace(folder: scratch.trace).header == before.header)
    }

    @Test func `a trace that learned regions in an earlier version keeps them`() throws {
        let old = #"{"ignored":[[10,20,30,40]]}"#
        let comparison = try JSONDecoder().decode(RecordedComparison.self, from: Data(old.utf8))
        #expect(comparison.everywhere.ignored == [Box(x: 10, y: 20, width: 30, height: 40)])
        #expect(comparison.rule(for: 7).ignored.count == 1)
    }

    @Test func `a trace that is not whole is left as it was`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = scratch.trace + "/trace.jsonl"
        let text = try String(contentsOfFile: file, encoding: .utf8).dropLast(40)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let torn = try Trace(folder: scratch.trace)
        #expect(throws: TraceError.self) {
            try torn.keep(
                RecordedComparison(everywhere: ComparisonRule(ignored: [Box(x: 1, y: 1, width: 2, height: 2)])))
        }
        #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
    }
}
