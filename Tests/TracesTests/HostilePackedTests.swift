import Foundation
import Images
import Testing
import Traces

/// Packed traces and folders that somebody has made up.
struct HostilePackedTests {
    /// What stands in a directory beside a file's bytes.
    struct Entry {
        var name: String
        var contents: [UInt8]
        /// The name before the bytes, where it is another one.
        var ownName: String?
        /// The entry whose bytes it claims instead of its own.
        var shares: Int?
        var flags = 0
        var claimedSize: Int?
    }

    private static func number(_ value: Int, _ bytes: Int) -> [UInt8] {
        (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    private static func checksum(_ bytes: [UInt8]) -> Int {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
        }
        return Int(~sum)
    }

    /// - Parameter gap: bytes between the last file and the directory's end.
    private static func archive(_ entries: [Entry], gap: Int = 0) -> [UInt8] {
        var (file, directory, offsets): ([UInt8], [UInt8], [Int]) = ([], [], [])
        for entry in entries {
            let offset = entry.shares.map { offsets[$0] } ?? file.count
            offsets.append(offset)
            func fields(_ name: String) -> [UInt8] {
                let size = number(entry.claimedSize ?? entry.contents.count, 4)
                return number(20, 2) + number(entry.flags, 2) + number(0, 6) + number(checksum(entry.contents), 4)
                    + size + size + number(name.utf8.count, 2) + number(0, 2)
            }
            if entry.shares == nil {
                let name = entry.ownName ?? entry.name
                file += number(0x0403_4B50, 4) + fields(name) + Array(name.utf8) + entry.contents
            }
            directory +=
                number(0x0201_4B50, 4) + number(20, 2) + fields(entry.name) + number(0, 10) + number(offset, 4)
                + Array(entry.name.utf8)
        }
        directory += [UInt8](repeating: 0, count: gap)
        let count = number(entries.count, 2)
        return file + directory + number(0x0605_4B50, 4) + number(0, 4) + count + count + number(directory.count, 4)
            + number(file.count, 4) + number(0, 2)
    }

    private static func parts(of trace: String) throws -> [Entry] {
        try ["trace.jsonl"].map {
            Entry(name: $0, contents: Array(try Data(contentsOf: URL(filePath: trace + "/" + $0))))
        }
    }

    /// Writes the archive and reads it as a trace.
    private static func read(_ entries: [Entry], gap: Int = 0, in scratch: Scratch) throws -> Trace {
        let path = scratch.path + "/made.zip"
        try Data(archive(entries, gap: gap)).write(to: URL(filePath: path))
        return try Trace(folder: path)
    }

    private static func name(_ number: Int) -> String {
        "frames/" + String(repeating: "0", count: 60) + String(number + 0x1000, radix: 16) + ".png"
    }

    @Test func `the archive of these tests is read as it is`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let read = try Self.read(
            Self.parts(of: scratch.trace) + [Entry(name: Self.name(0), contents: [1, 2, 3])], in: scratch)
        #expect(read.lines == trace.lines)
    }

    @Test func `entries that share bytes, stand twice, or say two things are refused`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let lines = try Self.parts(of: scratch.trace)
        let bomb =
            [Entry(name: Self.name(0), contents: Self.shared)]
            + (1..<2000).map { Entry(name: Self.name($0), contents: Self.shared, shares: 1) }
        let all: [(String, [Entry])] = [
            ("shared bytes", lines + bomb), ("twice", lines + lines),
            ("another name", lines + [Entry(name: Self.name(0), contents: [1], ownName: Self.name(1))]),
            ("encrypted", lines + [Entry(name: Self.name(0), contents: [1], flags: 1)]),
            ("longer than the file", lines + [Entry(name: Self.name(0), contents: [1], claimedSize: 1 << 31)]),
            ("64 bits", lines + [Entry(name: Self.name(0), contents: [1], claimedSize: 0xFFFF_FFFF)]),
            ("absolute", lines + [Entry(name: "/etc/passwd", contents: [1])]),
            ("upwards", lines + [Entry(name: "frames/../../x", contents: [1])]),
        ]
        for (what, entries) in all {
            #expect(throws: TraceError.self, "\(what)") { try Self.read(entries, in: scratch) }
        }
        #expect(throws: TraceError.self, "gap") { try Self.read(lines, gap: 9, in: scratch) }
    }

    private static let shared = [UInt8](repeating: 7, count: 50_000)

    @Test func `reading a packed trace lays nothing out in another folder`() async throws {
        let scratch = try Scratch()
        let file = scratch.path + "/a.zip"
        let trace = try await Recording.record(in: scratch.trace)
        try trace.pack(to: file)
        let packed = try Trace(folder: file)
        let frame = try #require(packed.steps.first?.before?.frame)
        #expect(packed.path(of: frame) == "\(file)/frames/\(frame)")
        #expect(try packed.file(of: frame) == trace.file(of: frame))
        #expect(try packed.contents(of: packed.header.inputs[0]) == Array("draft".utf8))
    }

    @Test func `a file that claims more than any trace holds is not read`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        for path in [scratch.path + "/huge.zip", scratch.trace + "/trace.jsonl"] {
            try Data().write(to: URL(filePath: path))
            #expect(truncate(path, 1 << 40) == 0)
        }
        #expect(throws: TraceError.self) { try Trace(folder: scratch.path + "/huge.zip") }
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }

    @Test func `a hash that leads out of the trace is no hash`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let file = scratch.trace + "/trace.jsonl"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try Data("secret".utf8).write(to: URL(filePath: scratch.path + "/private"))
        let hash = try #require(trace.header.inputs.first?.sha256)
        try text.replacing(hash, with: "../../private").write(toFile: file, atomically: true, encoding: .utf8)
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }

    @Test func `pruning removes no folder, and nothing beyond a link`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let folder = scratch.trace + "/inputs/mine"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        try Data([1]).write(to: URL(filePath: folder + "/kept"))
        #expect(try trace.prune().isEmpty && FileManager.default.fileExists(atPath: folder + "/kept"))
        for part in ["frames", "inputs"] {
            let away = "\(scratch.path)/away-\(part)"
            try FileManager.default.moveItem(atPath: "\(scratch.trace)/\(part)", toPath: away)
            try FileManager.default.createSymbolicLink(
                atPath: "\(scratch.trace)/\(part)", withDestinationPath: away)
            try Data([1]).write(to: URL(filePath: away + "/holiday.png"))
            #expect(try Trace(folder: scratch.trace).prune().isEmpty)
            #expect(FileManager.default.fileExists(atPath: away + "/holiday.png"))
        }
    }

    @Test func `a screen that shows no part of the desktop is drawn on nowhere`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = scratch.trace + "/trace.jsonl"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacing("\"capture\":[0,0,40,30]", with: "\"capture\":[0,0,1e-9,0]")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let trace = try Trace(folder: scratch.trace)
        let region = Box<ScreenSpace>(x: 8, y: 8, width: 16, height: 10)
        _ = try TraceRedaction(of: trace, regions: [region], secrets: ["A": "save"]).replaceRecorded()
        #expect(try TraceVerification(Trace(folder: scratch.trace)).faults.isEmpty)
    }
}
