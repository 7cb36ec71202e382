import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// What is taken out of a trace after it was recorded.
struct RedactionOfTracesTests {
    private static let secret = "hunter2 in \"quotes\""

    /// A run that types a secret, has it in a title, in the task's text and in a file beside the task.
    private static func record(in folder: String) async throws -> Trace {
        var header = Recording.header()
        header.instruction = "log in with \(secret)"
        header.inputs = [RecordedInput(path: "notes.txt", contents: Array("the password is \(secret)".utf8))]
        var proposal = Recording.proposal
        proposal.action = .type(secret)
        let spot = Box<ImageSpace>(x: 10, y: 10, width: 12, height: 6)
        return try await Recording.record(
            [
                .changed(.wrote(path: "more.txt", contents: Array("it is \(secret)".utf8), isExecutable: true)),
                .changed(.launched(["editor", secret], folder: nil, isAwaited: false)),
                .observed(step: 1, Recording.screen(shade: 30, title: "Editor \(secret)", spot: spot)),
            ]
                + Recording.step(1, proposal) + [
                    .observed(step: 2, Recording.screen(shade: 40, spot: spot)),
                    .ended(EpisodeEnd(reason: .finished(.success(answer: secret)), steps: 1)),
                ], in: folder, header: header)
    }

    /// The files below a folder that hold bytes.
    private static func files(with words: String, below folder: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { name in
            FileManager.default.contents(atPath: folder + "/" + name)?.range(of: Data(words.utf8)) != nil
        }
    }

    @Test func `a secret stands nowhere afterwards, and the trace is whole`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        #expect(!Self.files(with: "hunter2", below: scratch.trace).isEmpty)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["PASSWORD": Self.secret]).replaceRecorded()
        #expect(Self.files(with: "hunter2", below: scratch.trace).isEmpty)
        let clean = try Trace(folder: scratch.trace)
        #expect(TraceVerification(clean).faults.isEmpty)
        #expect(clean.steps.first?.action?.text == "{{env:PASSWORD}}")
        #expect(clean.lines.count == trace.lines.count && clean.strays.isEmpty)
        let written = try #require(clean.inputs.last)
        #expect(try clean.contents(of: written) == Array("it is {{env:PASSWORD}}".utf8))
        #expect(written.path == "more.txt" && written.isExecutable == true)
    }

    @Test func `a region is black in every picture, is not compared, and the old pictures are gone`() async throws {
        let scratch = try Scratch()
        let trace = try await Self.record(in: scratch.trace)
        let old = Set(trace.steps.compactMap(\.before?.frame))
        let region = Box<ScreenSpace>(x: 8, y: 8, width: 16, height: 10)
        let count = try TraceRedaction(of: trace, regions: [region], secrets: [:]).replaceRecorded()
        let clean = try Trace(folder: scratch.trace)
        #expect(count.replaced >= 2 && TraceVerification(clean).faults.isEmpty && clean.strays.isEmpty)
        for step in clean.steps {
            for screen in [step.before, step.after].compactMap(\.self) {
                let image = try clean.image(of: screen.frame, isVerified: true)
                #expect(image.flatColour(in: Box(x: 8, y: 8, width: 16, height: 10)) == .black)
                #expect(image[2, 2] != .black && screen.masked == [Box(x: 8, y: 8, width: 16, height: 10)])
                #expect(
                    !old.contains(screen.frame)
                        && !FileManager.default.fileExists(atPath: trace.path(of: old.first ?? screen.frame)))
            }
        }
        #expect(clean.header.masks == [region])
    }

    @Test func `what nothing names is removed, and nothing else`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let stray = FrameName(of: Image(width: 3, height: 3) { _ in })
        for name in ["frames/\(stray)", "frames/x.png.part", "inputs/0000"] {
            try Data([1, 2, 3]).write(to: URL(filePath: scratch.trace + "/" + name))
        }
        #expect(try trace.prune().map(\.bytes) == [3, 3, 3])
        #expect(try Trace(folder: scratch.trace).strays.isEmpty)
        #expect(TraceVerification(try Trace(folder: scratch.trace)).faults.isEmpty)
    }
}
