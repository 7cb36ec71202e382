import Foundation
import Images
import Testing
import Traces

/// The hashes at the ends of a trace's lines.
struct ChainTests {
    private static func lines(of scratch: Scratch) throws -> [String] {
        try String(contentsOfFile: scratch.trace + "/trace.jsonl", encoding: .utf8).components(separatedBy: "\n")
    }

    private static func write(_ lines: [String], to scratch: Scratch) throws {
        try lines.joined(separator: "\n").write(
            toFile: scratch.trace + "/trace.jsonl", atomically: true, encoding: .utf8)
    }

    /// What is wrong with a trace; one that cannot be read is wrong in that.
    private static func faults(of scratch: Scratch) -> [String] {
        do { return TraceVerification(try Trace(folder: scratch.trace)).faults } catch { return ["\(error)"] }
    }

    @Test func `every single flipped bit of the lines is found`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        let bytes = Array(try Data(contentsOf: file))
        // Every 37th byte, and a bit of it that goes round.
        for place in stride(from: 0, to: bytes.count, by: 37) {
            var damaged = bytes
            damaged[place] ^= 1 << UInt8(place % 8)
            try Data(damaged).write(to: file)
            #expect(!Self.faults(of: scratch).isEmpty, "bit \(place % 8) of byte \(place)")
        }
        try Data(bytes).write(to: file)
        #expect(Self.faults(of: scratch).isEmpty)
    }

    @Test func `a changed letter of a line that stays valid is one fault, with the line's number`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        var lines = try Self.lines(of: scratch)
        let place = try #require(lines.firstIndex { $0.contains("I click <b>Save</b>") })
        lines[place].replace("I click <b>Save</b>", with: "I click <b>Sale</b>")
        try Self.write(lines, to: scratch)
        let faults = Self.faults(of: scratch)
        #expect(faults.count == 1 && faults[0].hasPrefix("line \(place + 1) is not as it was written"), "\(faults)")
    }

    @Test func `lines that change places, are removed from the end, or come from another trace are found`() async throws
    {
        let (scratch, other) = (try Scratch(), try Scratch())
        try await Recording.record(in: scratch.trace)
        try await Recording.record(in: other.trace)
        let lines = try Self.lines(of: scratch)
        var swapped = lines
        swapped.swapAt(2, 3)
        let removed = Array(lines[..<4] + lines[5...])
        var foreign = lines
        foreign[4] = try Self.lines(of: other)[4]
        for changed in [swapped, removed, foreign] where changed != lines {
            try Self.write(changed, to: scratch)
            #expect(!Self.faults(of: scratch).isEmpty)
        }
        // The time of another trace makes another header, and that another hash of each line.
        #expect(foreign != lines)
    }

    @Test func `a line without its hash is a fault, and a trace without any is an older one`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let lines = try Self.lines(of: scratch)
        let plain = lines.map { $0.replacing(#/,"chain":"[0-9a-f]{32}"/#, with: "") }
        var one = lines
        one[3] = plain[3]
        try Self.write(one, to: scratch)
        #expect(Self.faults(of: scratch) == ["line 4 has no hash, and others have"])
        try Self.write(plain, to: scratch)
        let older = TraceVerification(try Trace(folder: scratch.trace))
        #expect(older.faults.isEmpty && older.chain == nil)
    }

    @Test func `a trace that is edited, redacted or updated has the hashes of its new lines`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let first = try #require(TraceVerification(trace).chain)
        try trace.keep(RecordedComparison(everywhere: ComparisonRule(ignored: [Box(x: 0, y: 0, width: 1, height: 1)])))
        let edited = TraceVerification(try Trace(folder: scratch.trace))
        #expect(edited.faults.isEmpty && edited.chain != nil && edited.chain != first)
        _ = try TraceRedaction(of: Trace(folder: scratch.trace), regions: [], secrets: ["NAME": "save"])
            .replaceRecorded()
        let redacted = TraceVerification(try Trace(folder: scratch.trace))
        #expect(redacted.faults.isEmpty && redacted.chain != nil && redacted.chain != edited.chain)
    }
}
