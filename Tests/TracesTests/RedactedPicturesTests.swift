import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// What redaction leaves of pictures and of the files that hold them.
struct RedactedPicturesTests {
    private static let place = Box<ScreenSpace>(x: 8, y: 8, width: 16, height: 10)

    /// A run with a look between two others, whose model saw a picture of half the size.
    private static func record(in folder: String, title: String = "Editor") async throws -> Trace {
        let list = ElementList(shown: [
            Element(
                number: 1, role: .button, name: "Jane's account", box: Box(x: 9, y: 9, width: 8, height: 6),
                sources: .accessibility)
        ])
        var proposal = Recording.proposal
        proposal.answer?.picture = Image(width: 20, height: 15) {
            $0.initializeMemory(as: UInt8.self, repeating: 77)
        }
        proposal.answer?.request = "{\"elements\": \"button Jane's account\"}"
        let waiting = Decision.lookAgain(Waiting(what: "it", interval: .milliseconds(1)))
        return try await Recording.record(
            [
                .observed(step: 1, Recording.screen(shade: 30, title: title)), .decided(step: 1, waiting, took: .zero),
                .observed(step: 1, Recording.screen(shade: 50, title: title)), .listed(step: 1, list),
            ] + Recording.step(1, proposal) + [
                .observed(step: 2, Recording.screen(shade: 70, title: title)),
                .ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1)),
            ], in: folder)
    }

    @Test func `a place is black in every look, and in what a model saw`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        #expect(trace.looks.count == 3)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["A": "Jane"], places: [Self.place]).replaceRecorded()
        let clean = try Trace(folder: scratch.trace)
        #expect(clean.looks.count == 3 && clean.strays.isEmpty && TraceVerification(clean).faults.isEmpty)
        for look in clean.looks {
            let image = try clean.image(of: look.screen.frame)
            #expect(image.flatColour(in: Box(x: 8, y: 8, width: 16, height: 10)) == .black && image[2, 2] != .black)
        }
        let picture = try #require(clean.steps.first?.decision?.answer?.picture)
        let seen = try clean.image(of: picture)
        #expect(seen.flatColour(in: Box(x: 4, y: 4, width: 8, height: 5)) == .black && seen[1, 1] != .black)
    }

    @Test func `what stands in a region is in no text either, as if it had been hidden while recording`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace, title: "Jane's window")
        let everything = Box<ScreenSpace>(x: 0, y: 0, width: 40, height: 30)
        _ = try TraceRedaction(of: trace, regions: [everything], secrets: [:]).replaceRecorded()
        let text = try String(contentsOfFile: scratch.trace + "/trace.jsonl", encoding: .utf8)
        #expect(!text.contains("Jane"), "\(text)")
        #expect(try TraceVerification(Trace(folder: scratch.trace)).faults.isEmpty)
    }

    @Test func `old pictures are removed that a killed redaction or update left`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        var old: [String: Data] = [:]
        for look in trace.looks {
            old[trace.path(of: look.screen.frame)] = try Data(
                contentsOf: URL(filePath: trace.path(of: look.screen.frame)))
        }
        _ = try TraceRedaction(of: trace, regions: [Self.place], secrets: [:]).replaceRecorded()
        // As if it had been killed before the old pictures were removed.
        for (path, bytes) in old { try bytes.write(to: URL(filePath: path)) }
        _ = try TraceRedaction(of: Trace(folder: scratch.trace), regions: [Self.place], secrets: [:]).replaceRecorded()
        #expect(!old.keys.contains(where: FileManager.default.fileExists))
        #expect(try TraceVerification(Trace(folder: scratch.trace)).faults.isEmpty)
    }

    @Test func `text in a picture's file is told by verify and gone after redact`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let path = trace.path(of: try #require(trace.looks.first?.screen.frame))
        var bytes = Array(try Data(contentsOf: URL(filePath: path)))
        // A chunk tEXt after the header; no reader checks the sum of one that it does not know.
        let words = Array("Comment\0Jane Miller".utf8)
        bytes.insert(
            contentsOf: [0, 0, 0, UInt8(words.count)] + Array("tEXt".utf8) + words + [0, 0, 0, 0], at: 33)
        try Data(bytes).write(to: URL(filePath: path))
        let altered = try Trace(folder: scratch.trace)
        #expect(TraceVerification(altered).faults.contains { $0.contains("chunk 'tEXt'") })
        _ = try TraceRedaction(of: altered, regions: [], secrets: ["NAME": "Jane Miller"]).replaceRecorded()
        #expect(try Data(contentsOf: URL(filePath: path)).range(of: Data("Miller".utf8)) == nil)
        #expect(try TraceVerification(Trace(folder: scratch.trace)).faults.isEmpty)
    }

    @Test func `the place where a secret was typed is known, also where several actions typed it`() async throws {
        let scratch = try Scratch()
        let spots = [4, 12, 20].map { Box<ImageSpace>(x: $0, y: 10, width: 6, height: 6) }
        var events: [EpisodeEvent] = []
        for (index, text) in ["hun", "ter2", "x"].enumerated() {
            let spot: Box<ImageSpace>? = index == 0 ? nil : spots[index - 1]
            events.append(.observed(step: index + 1, Recording.screen(shade: 9, spot: spot)))
            events += Recording.step(index + 1, Proposal(action: .type(text)))
        }
        events.append(.observed(step: 4, Recording.screen(shade: 9, spot: spots[2])))
        let trace = try await Recording.record(events, in: scratch.trace)
        let places = try trace.typedPlaces(of: Redaction(secrets: ["P": "hunter2"]))
        let covered = places.dropFirst().reduce(places.first) { $0?.union($1) }
        #expect(covered?.contains(Box(x: 4, y: 10, width: 14, height: 6)) == true, "\(places)")
        #expect(try trace.typedPlaces(of: Redaction(secrets: ["P": "other"])).isEmpty)
    }

    @Test func `pages and packed copies beside a trace are named`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        #expect(trace.copies.isEmpty)
        try trace.pack(to: scratch.trace + ".zip")
        for name in ["/trace/page.html", "/trace.html"] { try Data().write(to: URL(filePath: scratch.path + name)) }
        #expect(trace.copies.map { $0.suffix(10) } == ["trace.html", "/trace.zip", "/page.html"])
    }

    @Test(arguments: ["trace.jsonl", "frames", "inputs"])
    func `a part that lies elsewhere would stay there, so it is refused`(part: String) async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        try FileManager.default.moveItem(atPath: "\(scratch.trace)/\(part)", toPath: "\(scratch.path)/away")
        try FileManager.default.createSymbolicLink(
            atPath: "\(scratch.trace)/\(part)", withDestinationPath: "\(scratch.path)/away")
        #expect(throws: TraceError.self) {
            try TraceRedaction(of: trace, regions: [Self.place], secrets: [:]).replaceRecorded()
        }
        #expect(throws: TraceError.self) { try trace.pack(to: scratch.path + "/a.zip") }
        #expect(TraceVerification(try Trace(folder: scratch.trace)).faults.isEmpty)
    }
}
