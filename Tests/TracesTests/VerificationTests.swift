import Foundation
import Testing
import Traces

struct VerificationTests {
    @Test func `a whole trace has no fault`() async throws {
        let scratch = try Scratch()
        let found = TraceVerification(try await Recording.record(in: scratch.trace))
        #expect(found.faults.isEmpty && found.frames == 3 && found.inputs == 1)
    }

    @Test func `every single flipped bit of a picture or a file beside the task is found`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let frame = try #require(trace.steps.first?.before?.frame)
        let files = [trace.path(of: frame)] + trace.header.inputs.map { scratch.trace + "/inputs/" + $0.sha256 }
        for file in files {
            let bytes = Array(try Data(contentsOf: URL(filePath: file)))
            // Every 13th byte, and a bit of it that goes round.
            for place in stride(from: 0, to: bytes.count, by: 13) {
                var damaged = bytes
                damaged[place] ^= 1 << UInt8(place % 8)
                try Data(damaged).write(to: URL(filePath: file))
                let faults = TraceVerification(try Trace(folder: scratch.trace)).faults
                #expect(!faults.isEmpty, "bit \(place % 8) of byte \(place) of \(file)")
            }
            try Data(bytes).write(to: URL(filePath: file))
        }
        #expect(TraceVerification(try Trace(folder: scratch.trace)).faults.isEmpty)
    }

    @Test func `times that go backwards are a fault`() async throws {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = scratch.trace + "/trace.jsonl"
        let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
        let late = lines.map { line in
            // As an older trace has it, whose lines have no hashes.
            let line = String(line).replacing(#/,"chain":"[0-9a-f]+"/#, with: "")
            guard line.contains("\"sequence\":3,") else { return line }
            return line.replacing(#/"at_ms":[0-9.]+/#, with: "\"at_ms\":999999")
        }
        try (late.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        let faults = TraceVerification(try Trace(folder: scratch.trace)).faults
        #expect(faults.count == 1 && faults[0].contains("before it at 999999.0 ms"), "\(faults)")
    }

    @Test func `a picture of another size than its line says is a fault in every look and in what a model saw`()
        async throws
    {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = scratch.trace + "/trace.jsonl"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let lines = text.split(separator: "\n")
        for part in ["\"image\":[40,30]", "\"model\":[20,15]"] {
            for (index, line) in lines.enumerated() where line.contains(part) && !line.contains("\"grounders\"") {
                let isLook = line.contains("\"observed\"")
                guard isLook == part.contains("image") else { continue }
                var changed = lines.map(String.init)
                changed[index] = changed[index].replacing(
                    part, with: part.replacing("0]", with: "1]").replacing("5]", with: "6]"))
                try (changed.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
                let faults = TraceVerification(try Trace(folder: scratch.trace)).faults
                #expect(faults.contains { $0.contains("and its line says") }, "\(line)")
            }
        }
    }
}
