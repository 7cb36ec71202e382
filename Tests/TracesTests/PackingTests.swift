import Foundation
import Images
import Testing
import Traces

/// Traces in one file.
struct PackingTests {
    @Test func `a packed trace is the trace, and the same trace makes the same file`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let files = [scratch.path + "/a.zip", scratch.path + "/b.zip"]
        for file in files { try trace.pack(to: file) }
        #expect(try Data(contentsOf: URL(filePath: files[0])) == Data(contentsOf: URL(filePath: files[1])))
        let packed = try Trace(folder: files[0])
        #expect(packed.lines == trace.lines && packed.header == trace.header && packed.losses.isEmpty)
        #expect(TraceVerification(packed).faults.isEmpty)
        #expect(throws: TraceError.packed) {
            try packed.keep(
                RecordedComparison(everywhere: ComparisonRule(ignored: [Box(x: 0, y: 0, width: 1, height: 1)])))
        }
        #expect(throws: TraceError.self) { try trace.pack(to: files[0]) }
    }

    @Test func `other tools read it`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace).pack(to: scratch.path + "/a.zip")
        let check = Process()
        check.executableURL = URL(filePath: "/usr/bin/unzip")
        check.arguments = ["-q", scratch.path + "/a.zip", "-d", scratch.path + "/out"]
        try check.run()
        check.waitUntilExit()
        #expect(check.terminationStatus == 0)
        #expect(TraceVerification(try Trace(folder: scratch.path + "/out")).faults.isEmpty)
    }

    @Test func `a file cut at any byte is refused with words`() async throws {
        let scratch = try Scratch()
        let file = scratch.path + "/a.zip"
        try await Recording.record(in: scratch.trace).pack(to: file)
        let bytes = try Data(contentsOf: URL(filePath: file))
        for length in stride(from: 0, to: bytes.count, by: 97) {
            try bytes.prefix(length).write(to: URL(filePath: file))
            #expect(throws: TraceError.self, "\(length) of \(bytes.count) bytes") { try Trace(folder: file) }
        }
    }

    @Test(arguments: ["../../evil.jsonl", "frames/../../x", "/etc/passwd", "frames/a.png"])
    func `a file that would lead out of the trace is refused`(name: String) async throws {
        let scratch = try Scratch()
        let file = scratch.path + "/a.zip"
        try await Recording.record(in: scratch.trace).pack(to: file)
        // A name of the same length in head and directory keeps all offsets.
        let old = Data("inputs/".utf8)
        let bytes = try Data(contentsOf: URL(filePath: file))
        let start = try #require(bytes.range(of: old)).lowerBound
        let whole = bytes[start..<(start + 71)]
        let evil = Data(name.utf8) + Data(repeating: UInt8(ascii: "x"), count: 71 - name.utf8.count)
        var changed = bytes
        while let range = changed.range(of: whole) { changed.replaceSubrange(range, with: evil) }
        try changed.write(to: URL(filePath: file))
        #expect(throws: TraceError.self) { try Trace(folder: file) }
    }
}
