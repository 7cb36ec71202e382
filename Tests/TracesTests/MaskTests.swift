import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// What a masked run leaves on the disk.
struct MaskTests {
    private let mask = Box<ScreenSpace>(x: 0, y: 0, width: 30, height: 20)
    private let secret = "PIN 4711"

    /// A decision whose request names its pictures as a policy knows them, and whose grounder read under the mask.
    private func proposal(on state: ScreenState, picture: Image?) -> Proposal {
        var proposal = Recording.proposal
        let raw = FrameName(of: state.screenshot.image)
        let seen = picture.map { FrameName(of: $0) } ?? raw
        proposal.answer?.picture = picture
        proposal.answer?.request = #"{"messages":[{"image":"\#(raw)"},{"image":"\#(seen)"}]}"#
        proposal.answer?.unexecuted = []
        proposal.grounding = Grounding(
            target: Target("Save"), grounder: "text",
            candidates: [
                Candidate(
                    box: Box(x: 5, y: 5, width: 20, height: 6), point: Point(x: 9, y: 8), text: secret, confidence: 1,
                    isExact: true)
            ], chosen: 0, rule: "exact",
            element: Element(
                role: .button, name: secret, box: Box(x: 5, y: 5, width: 20, height: 6), sources: .accessibility))
        return proposal
    }

    private func everything(in folder: String) throws -> [String] {
        let files = try #require(FileManager.default.enumerator(atPath: folder)?.allObjects as? [String])
        return files
            + files.compactMap { FileManager.default.contents(atPath: folder + "/" + $0) }
            .map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [false, true])
    func `a masked run keeps no picture, word or hash of what is masked`(hasPicture: Bool) async throws {
        let scratch = try Scratch()
        let spot = Box<ImageSpace>(x: 4, y: 4, width: 9, height: 3)
        let screen = Recording.screen(shade: 30, spot: spot)
        let picture = hasPicture ? Recording.screen(shade: 31, spot: spot).screenshot.image : nil
        let proposal = proposal(on: screen, picture: picture)
        let unusable = UnusableAnswer(answer: try #require(proposal.answer), reason: "no call")
        let trace = try await Recording.record(
            [.observed(step: 1, screen), .unusable(step: 1, unusable, attempt: 1, took: .zero)]
                + Recording.step(1, proposal) + [.observed(step: 2, Recording.screen(shade: 90))],
            in: scratch.trace, header: Recording.header(masks: [mask]))
        let raw = FrameName(of: screen.screenshot.image).description
        for text in try everything(in: scratch.trace) {
            #expect(!text.contains(raw.dropLast(4)) && !text.contains(secret))
            if let picture { #expect(!text.contains(FrameName(of: picture).description.dropLast(4))) }
        }
        let step = try #require(trace.steps.first)
        let kept = try #require(step.before?.frame.description)
        #expect(step.decision?.answer?.request?.contains(kept) == true)
        #expect(step.decision?.grounding?.candidates.map(\.text) == ["(masked)"])
        #expect(step.decision?.grounding?.element?.name == "(masked)")
        #expect(try !(trace.text + trace.json()).contains(secret))
        try trace.verifyFrames()
    }

    @Test func `what was found for a batch is kept for each of its actions, and masked`() async throws {
        let scratch = try Scratch()
        let single = proposal(on: Recording.screen(shade: 1), picture: nil)
        var open = try #require(Recording.proposal.grounding)
        open.candidates[0].box = Box(x: 32, y: 22, width: 4, height: 4)
        let batch = Proposal(
            action: .batch([.type("a"), single.action, single.action]),
            groundings: [1: try #require(single.grounding), 2: open])
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 1))] + Recording.step(1, batch), in: scratch.trace,
            header: Recording.header(masks: [mask]))
        let decision = try #require(trace.steps.first?.decision)
        #expect(decision.grounding == nil)
        #expect(decision.allGroundings.map { $0.candidates[0].text } == ["(masked)", open.candidates[0].text])
        guard case .act(let restored)? = decision.restored else {
            Issue.record("no action was restored")
            return
        }
        #expect(restored.groundings.keys.sorted() == [1, 2] && restored.groundings[2]?.target == open.target)
        #expect(try !everything(in: scratch.trace).contains { $0.contains(secret) })
    }

    @Test func `the title of a window under a mask is masked`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 1, title: secret))] + Recording.step(1), in: scratch.trace,
            header: Recording.header(masks: [Box(x: 0, y: 0, width: 40, height: 30)]))
        #expect(trace.steps.first?.before?.windows.map(\.title) == ["(masked)"])
        #expect(try !everything(in: scratch.trace).contains { $0.contains(secret) })
    }

    @Test func `without a mask a request names its pictures as it did`() async throws {
        let scratch = try Scratch()
        let screen = Recording.screen(shade: 30)
        let trace = try await Recording.record(
            [.observed(step: 1, screen)] + Recording.step(1, proposal(on: screen, picture: nil)), in: scratch.trace)
        let request = try #require(trace.steps.first?.decision?.answer?.request)
        #expect(request.contains(FrameName(of: screen.screenshot.image).description))
    }
}
