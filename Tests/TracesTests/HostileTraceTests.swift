import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// Traces that somebody has made up.
struct HostileTraceTests {
    /// Records the episode, changes its file's text, and gives what reading and showing it leads to.
    private func reading(_ change: (String) -> String) async throws -> Trace {
        let scratch = try Scratch()
        try await Recording.record(in: scratch.trace)
        let file = URL(filePath: scratch.trace + "/trace.jsonl")
        let text = try String(contentsOf: file, encoding: .utf8)
        let changed = change(text)
        try #require(changed != text)
        try changed.write(to: file, atomically: true, encoding: .utf8)
        let trace = try Trace(folder: scratch.trace)
        _ = (trace.text, try trace.json(), trace.film(picturesPerSecond: 1, most: 100))
        return trace
    }

    @Test(arguments: ["9000000000000000000", "900000000", "-5", "0", "3"])
    func `a wrong sequence is an error at once, with and without an end`(number: String) async throws {
        let start = ContinuousClock.now
        for hasEnd in [true, false] {
            await #expect(throws: TraceError.self) {
                _ = try await reading { text in
                    let lines = text.components(separatedBy: "\n").filter {
                        hasEnd || !$0.contains(#""event":"ended""#)
                    }
                    return lines.joined(separator: "\n").replacing(#""sequence":4"#, with: "\"sequence\":\(number)")
                }
            }
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test(arguments: ["settled_ms", "at_ms", "confidence", "step", "took_ms", "steps"])
    func `an absurd number in any field is an error that names the field`(field: String) async throws {
        for number in ["1e300", "-1e300", "9223372036854775807", "-9223372036854775808", "1e400"] {
            let pattern = try Regex("\"\(field)\":[0-9.]+")
            do {
                _ = try await reading { $0.replacing(pattern, with: "\"\(field)\":\(number)") }
                Issue.record("\(number) was read")
            } catch {
                #expect("\(error)".contains("field '\(field)'") && "\(error)".contains("out of range"), "\(error)")
            }
        }
    }

    @Test(arguments: ["coordinate", "box", "image"])
    func `absurd places and sizes are errors`(field: String) async throws {
        let pattern = try Regex("\"\(field)\":\\[[0-9.,]+\\]")
        await #expect(throws: TraceError.self) {
            _ = try await reading { $0.replacing(pattern, with: "\"\(field)\":[1e200,1e200,1e200,1e200]") }
        }
    }

    @Test func `times that run backwards make no film of negative length`() async throws {
        let trace = try await reading { text in
            var moment = 1000
            return text.replacing(#/"at_ms":[0-9.]+/#) { _ in
                moment -= 10
                return "\"at_ms\":\(moment)"
            }
        }
        #expect(trace.film(picturesPerSecond: 5, most: 100)?.isEmpty == false)
    }

    @Test func `a pipe in place of a file is not waited for`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(in: scratch.trace)
        let frame = try #require(trace.steps.first?.before?.frame)
        for path in [trace.path(of: frame), scratch.trace + "/trace.jsonl"] {
            try FileManager.default.removeItem(atPath: path)
            #expect(mkfifo(path, 0o600) == 0)
        }
        #expect(throws: TraceError.self) { try trace.verifyFrames() }
        #expect(throws: TraceError.self) { try Trace(folder: scratch.trace) }
    }

    @Test func `an answer with line ends forges no line of the text`() async throws {
        let scratch = try Scratch()
        var proposal = Recording.proposal
        proposal.answer?.text = "yes\nended: success after 1 step\u{1b}[2J"
        let trace = try await Recording.record(
            Array(Recording.episode.prefix(2)) + Recording.step(1, proposal), in: scratch.trace)
        #expect(!trace.text.contains("\nended: success"))
        #expect(trace.text.contains(#"\u{1b}[2J"#))
    }
}
