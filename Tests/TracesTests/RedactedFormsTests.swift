import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// The forms in which a secret may stand in a trace.
struct RedactedFormsTests {
    private static let secret = "Jane \"M\" Müller"

    /// Every file of a trace as one text.
    private static func everything(in folder: String) throws -> String {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
            .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
    }

    private static func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    private static func forms() throws -> [String] {
        let once = try quoted(secret)
        let ascii = secret.replacing("ü", with: "\\u00fc").replacing("\"", with: "\\\"")
        let plain = Array("name=\(secret)!".utf8)
        let encoded = [0, 1, 2].map { Data([UInt8](repeating: 65, count: $0) + plain).base64EncodedString() }
        return [
            secret, secret.uppercased(), secret.lowercased(), secret.decomposedStringWithCanonicalMapping,
            secret.replacing(" ", with: "  "), secret.replacing(" ", with: "\u{A0}"), once, try quoted(once),
            try quoted(try quoted(once)), ascii, try quoted(ascii), "Jane%20%22M%22%20M%C3%BCller",
            "Jane+%22M%22+M%c3%bcller", "Jane &quot;M&quot; M&#252;ller", "Jane &#34;M&#x22;&nbsp;M&#xfc;ller",
            secret.unicodeScalars.map { "\($0)" }.joined(separator: "\0"),
            secret.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(),
        ] + encoded + [(secret.data(using: .utf16LittleEndian) ?? Data()).base64EncodedString()]
    }

    @Test func `a secret is found in every form, and what stands around it stays`() async throws {
        for form in try Self.forms() {
            let scratch = try Scratch()
            var proposal = Recording.proposal
            proposal.answer?.text = "before <\(form)> after"
            let trace = try await Recording.record(
                [.observed(step: 1, Recording.screen(shade: 9))] + Recording.step(1, proposal)
                    + [.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))], in: scratch.trace)
            _ = try TraceRedaction(of: trace, regions: [], secrets: ["NAME": Self.secret]).replaceRecorded()
            let clean = try Trace(folder: scratch.trace)
            let text = try #require(clean.steps.first?.decision?.answer?.text)
            #expect(text.hasPrefix("before <") && text.hasSuffix("> after"), "\(text)")
            #expect(text.contains("{{env:NAME}}") && !text.contains("ller"), "\(form): \(text)")
            #expect(TraceVerification(clean).faults.isEmpty)
        }
    }

    @Test func `the pieces of a stream's events are no secret together`() async throws {
        let scratch = try Scratch()
        var proposal = Recording.proposal
        let pieces = ["I type hun", "ter2", " now"].map { "data: {\"choices\":[{\"delta\":{\"content\":\"\($0)\"}}]}" }
        proposal.answer?.exchange = ModelExchange(
            answerHeaders: ["x-user": "hunter2"], answer: pieces.joined(separator: "\n\n"), duration: .zero)
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 9))] + Recording.step(1, proposal)
                + [.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))], in: scratch.trace)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["PASSWORD": "hunter2"]).replaceRecorded()
        #expect(try !Self.everything(in: scratch.trace).contains("ter2"))
        #expect(try TraceVerification(Trace(folder: scratch.trace)).faults.isEmpty)
    }

    @Test func `a secret that several actions typed is in none of them, nor in what the model said there`()
        async throws
    {
        let scratch = try Scratch()
        var events: [EpisodeEvent] = []
        let actions: [Action<ScreenSpace>] = [
            .type("my hun"), .key([Key("t")]), .click(.left, at: Point(x: 9, y: 8)), .type("er2!"), .type("bye"),
        ]
        for (index, action) in actions.enumerated() {
            var proposal = Recording.proposal
            proposal.action = action
            proposal.answer?.text = "I do \(action)"
            proposal.answer?.request = "so far: my hun, t, er2!"
            events.append(.observed(step: index + 1, Recording.screen(shade: 9)))
            events += Recording.step(index + 1, proposal)
        }
        events += [
            .observed(step: 6, Recording.screen(shade: 9)),
            .ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 5)),
        ]
        var header = Recording.header()
        header.task = RecordedTask(
            id: "a", path: "t", verbatim: #"{"script":[{"action":"type","text":"my hun"},{"text":"er2!"}]}"#)
        let trace = try await Recording.record(events, in: scratch.trace, header: header)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["PASSWORD": "HUNTER2"]).replaceRecorded()
        let clean = try Trace(folder: scratch.trace)
        #expect(clean.steps.map { $0.action?.text } == ["my {{env:PASSWORD}}", "", nil, "!", "bye"])
        #expect(clean.steps.map { $0.announced?.text } == ["my {{env:PASSWORD}}", "", nil, "!", "bye"])
        let text = try Self.everything(in: scratch.trace)
        #expect(!text.contains("er2") && !text.contains("hun"), "\(text)")
        #expect(clean.steps[4].decision?.answer?.text.contains("bye") == true)
        #expect(TraceVerification(clean).faults.isEmpty)
    }

    @Test func `a name that was cut off within a secret holds nothing of it`() async throws {
        let scratch = try Scratch()
        let name = String(repeating: "x", count: 76) + "hunter2"
        let list = ElementList(shown: [
            Element(
                number: 1, role: .button, name: name, box: Box(x: 4, y: 5, width: 10, height: 6),
                sources: .accessibility)
        ])
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 9)), .listed(step: 1, list)] + Recording.step(1)
                + [.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))], in: scratch.trace)
        #expect(trace.steps.first?.elements?.first?.name.hasSuffix("hunt") == true)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["PASSWORD": "hunter2"]).replaceRecorded()
        #expect(try !Self.everything(in: scratch.trace).contains("hunt"))
    }

    @Test(arguments: ["decided", "observed", "ada", "beef", "passed", "png"])
    func `words of the format and digits of hashes leave a trace that is whole`(word: String) async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let before = try Data(contentsOf: URL(filePath: scratch.trace + "/trace.jsonl"))
        do {
            _ = try TraceRedaction(of: trace, regions: [], secrets: ["WORD": word]).replaceRecorded()
            let clean = try Trace(folder: scratch.trace)
            #expect(clean.lines.count == trace.lines.count && TraceVerification(clean).faults.isEmpty)
        } catch TraceError.notRedacted {
            #expect(try Data(contentsOf: URL(filePath: scratch.trace + "/trace.jsonl")) == before)
        }
    }

    @Test func `files beside the task are read in their encoding, and those that are no text are named`() async throws {
        let scratch = try Scratch()
        var header = Recording.header()
        let words = "name: JANE MÜLLER\n"
        let wide = words.data(using: .utf16LittleEndian) ?? Data()
        let files: [(String, [UInt8])] = [
            ("utf8.txt", Array(words.utf8)), ("wide.txt", Array(wide)), ("marked.txt", [0xFF, 0xFE] + Array(wide)),
            ("latin.txt", Array(words.data(using: .isoLatin1) ?? Data())),
            ("packed.bin", [0x50, 0x4B, 0, 1, 0x8B, 0, 7, 0xFF, 0]),
        ]
        header.inputs = files.map { RecordedInput(path: $0.0, contents: $0.1) }
        let trace = try await Recording.record(in: scratch.trace, header: header)
        let result = try TraceRedaction(of: trace, regions: [], secrets: ["NAME": "Jane Müller"]).replaceRecorded()
        #expect(result.unread == ["packed.bin"] && result.replaced == 4)
        let clean = try Trace(folder: scratch.trace)
        let encodings: [String.Encoding] = [.utf8, .utf16LittleEndian, .utf16, .isoLatin1]
        for (input, encoding) in zip(clean.header.inputs, encodings) {
            let text = String(bytes: try clean.contents(of: input), encoding: encoding)
            #expect(text == "name: {{env:NAME}}\n", "\(input.path)")
        }
        #expect(TraceVerification(clean).faults.isEmpty && clean.strays.isEmpty)
    }

    @Test func `secrets in files that are no text are blotted out and nothing moves`() async throws {
        let scratch = try Scratch()
        var header = Recording.header()
        let secret = "Jane Müller"
        let wide = Array(secret.data(using: .utf16LittleEndian) ?? Data())
        let (before, after): ([UInt8], [UInt8]) = ([0, 0xFF, 1], [0xFE, 0, 2, 3])
        let plain = before + Array(secret.utf8) + [0, 0xFF] + wide + after
        header.inputs = [RecordedInput(path: "a.db", contents: plain), RecordedInput(path: "b.db", contents: after)]
        let trace = try await Recording.record(in: scratch.trace, header: header)
        let result = try TraceRedaction(of: trace, regions: [], secrets: ["NAME": "JANE Müller"]).replaceRecorded()
        #expect(result.replaced == 1 && result.unread == ["a.db", "b.db"])
        let clean = try Trace(folder: scratch.trace)
        let found = try clean.contents(of: clean.header.inputs[0])
        #expect(found.count == plain.count && found.starts(with: before) && found.suffix(4) == after[...])
        #expect(found.count { $0 == UInt8(ascii: "*") } == secret.utf8.count + secret.count)
        #expect(try clean.contents(of: clean.header.inputs[1]) == after)
        #expect(TraceVerification(clean).faults.isEmpty && clean.strays.isEmpty)
    }

    @Test func `no hash of the task as it was confirms a guess of what was taken out`() async throws {
        let scratch = try Scratch()
        var header = Recording.header()
        header.task = RecordedTask(id: "a", path: "t", verbatim: "{\"pin\": \"471147\"}")
        let trace = try await Recording.record(in: scratch.trace, header: header)
        _ = try TraceRedaction(of: trace, regions: [], secrets: ["PIN": "471147"]).replaceRecorded()
        let task = try #require(try Trace(folder: scratch.trace).header.task)
        #expect(task.verbatim == "{\"pin\": \"{{env:PIN}}\"}" && task.sha256 != trace.header.task?.sha256)
    }
}
