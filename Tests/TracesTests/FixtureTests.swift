import Foundation
import Images
import Testing
import Traces

/// A trace that a run really left, recorded by `Tests/Fixtures/traces/record`.
struct FixtureTests {
    private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/traces/v1").path

    @Test func `the trace of version 1 says what it said when it was recorded`() throws {
        let trace = try Trace(folder: folder)
        #expect(trace.losses.isEmpty && TraceVerification(trace).chain == nil)
        #expect(trace.end?.reason == "success")
        #expect(trace.grading?.verdict == .passed)
        #expect(
            trace.steps.compactMap(\.action?.description) == ["type \"6*7\"", "key Return", "mouse_move (200, 200)"])
        #expect(trace.steps.compactMap(\.gate?.allowed) == [true, true, true])
        try trace.verifyFrames()
    }

    @Test func `the trace of version 2 is read as it was, and edited into one of today's`() throws {
        let scratch = try Scratch()
        try FileManager.default.copyItem(
            atPath: URL(filePath: folder).deletingLastPathComponent().appending(path: "v2").path, toPath: scratch.trace)
        let trace = try Trace(folder: scratch.trace)
        #expect(TraceVerification(trace).faults.isEmpty && trace.strays.isEmpty)
        #expect(
            trace.steps.compactMap(\.action?.description) == ["type \"6*7\"", "key Return", "mouse_move (200, 200)"])
        #expect(trace.looks.allSatisfy { $0.screen.delta == nil })
        let region = Box<ScreenSpace>(x: 0, y: 0, width: 10, height: 10)
        _ = try TraceRedaction(of: trace, regions: [region], secrets: [:]).replaceRecorded()
        let edited = try Trace(folder: scratch.trace)
        #expect(TraceVerification(edited).faults.isEmpty && edited.strays.isEmpty)
        #expect(edited.steps.map(\.title) == trace.steps.map(\.title))
        let text = try String(contentsOfFile: scratch.trace + "/trace.jsonl", encoding: .utf8)
        #expect(text.hasPrefix("{\"deskhand_trace\":\(TraceHeader.version),"))
    }

    @Test func `the trace of version 1 can be read cut at any byte, and loses at most the step in progress`() throws {
        let whole = try Trace(folder: folder)
        let bytes = try Data(contentsOf: URL(filePath: folder + "/trace.jsonl"))
        let header = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.trace, withIntermediateDirectories: true)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        // Every byte of the end, and enough of what is before to meet every line at different places.
        let lengths =
            Array(stride(from: header, to: bytes.count - 2000, by: 13)) + Array(bytes.count - 2000...bytes.count)
        for length in lengths {
            try bytes.prefix(length).write(to: file)
            let cut = try Trace(folder: scratch.trace)
            let written = bytes.prefix(length).count { $0 == UInt8(ascii: "\n") } - 1
            #expect(cut.lines.count >= written)
            let complete = cut.steps.dropLast()
            #expect(complete.map(\.action) == whole.steps.prefix(complete.count).map(\.action))
        }
    }

    @Test func `the JSON form holds whole steps`() throws {
        struct Report: Decodable {
            struct Screen: Decodable { let coordinates: RecordedFrame }
            struct Step: Decodable {
                let number: Int
                let before: Screen
                let announced: RecordedAction?
                let gate: GatedEvent?
                let execution: RecordedExecution?
                let settling: RecordedSettling?
                let phases: [RecordedPhase]
            }
            let header: TraceHeader
            let steps: [Step]
            let losses: [String]
        }
        let trace = try Trace(folder: folder)
        let report = try JSONDecoder().decode(Report.self, from: Data(try trace.json().utf8))
        #expect(report.header == trace.header)
        #expect(report.losses.isEmpty)
        #expect(report.steps.map(\.number) == trace.steps.map(\.number))
        let first = try #require(report.steps.first)
        #expect(first.before.coordinates.image.width == 400 && first.before.coordinates.scale == [1, 1])
        #expect(first.announced?.text == "6*7" && first.gate?.allowed == true)
        #expect(first.execution != nil && first.settling != nil && !first.phases.isEmpty)
    }

    @Test func `the text form names the whole coordinate frame`() async throws {
        let scratch = try Scratch()
        let text = try await Recording.record(in: scratch.trace).text
        #expect(
            text.contains("screen 40x30, capture 40.0 × 30.0 at [0.0, 0.0], image 40x30, model 20x15, scale 2.0 × 2.0"))
        #expect(text.contains("model [4.5, 4.0]") && text.contains("screen [9.0, 8.0], not clamped"))
    }

    @Test func `older lines are brought up one version after the other`() throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.trace, withIntermediateDirectories: true)
        let text = try String(contentsOfFile: folder + "/trace.jsonl", encoding: .utf8)
        let old = text.replacing("\"deskhand_trace\":1", with: "\"deskhand_trace\":-1")
            .replacing("\"reason\":\"success\"", with: "\"reason\":\"old\"")
        try Data(old.utf8).write(to: URL(filePath: scratch.trace + "/trace.jsonl"))
        func step(_ found: String, _ wanted: String) -> TraceUpgrades.Step {
            { Data(String(decoding: $0, as: UTF8.self).replacing(found, with: wanted).utf8) }
        }
        let upgrades = TraceUpgrades(
            steps: [-1: step("\"old\"", "\"newer\""), 0: step("\"newer\"", "\"newest\"")], current: 1)
        #expect(try Trace(folder: scratch.trace, upgrades: upgrades).end?.reason == "newest")
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }

    @Test func `answers of version 1 are those of the computer-use dialect, and only they are rewritten`() throws {
        let path = URL(filePath: folder).deletingLastPathComponent().appending(path: "answers").path
        let trace = try Trace(folder: path)
        let answers = trace.steps.flatMap { step in
            [step.decision?.answer].compactMap(\.self) + step.unusable.map(\.answer)
        }
        #expect(!answers.isEmpty && answers.allSatisfy { $0.dialect == "computer_use" })
        let text = try String(contentsOfFile: path + "/trace.jsonl", encoding: .utf8)
        #expect(text.contains("\"deskhand_trace\":1,") && !text.contains("\"dialect\""))
    }

    @Test func `an answer is read again by the reader of its dialect, or not at all`() throws {
        let path = URL(filePath: folder).deletingLastPathComponent().appending(path: "answers").path
        let trace = try Trace(folder: path)
        let unknown = trace.answerDifferences { _ in nil }
        #expect(unknown.answers > 0)
        #expect(unknown.differences.contains { $0.now == "unusable: there is no dialect 'computer_use'" })
        var names: Set<String> = []
        _ = trace.answerDifferences { answer in
            names.insert(answer.dialect)
            return nil
        }
        #expect(names == ["computer_use"])
    }

    @Test func `a newer version's refusal says what to do`() {
        let words = TraceError.newerVersion(path: "trace.jsonl", found: 2, known: 1).description
        #expect(words.contains("version 2") && words.contains("use a newer Deskhand"))
    }
}
