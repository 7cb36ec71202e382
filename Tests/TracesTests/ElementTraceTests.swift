import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

struct ElementTraceTests {
    @Test func `a step keeps the element that was acted on, and the role and state of its target`() async throws {
        let scratch = try Scratch()
        var proposal = Recording.proposal
        let target = Target("Save", role: .button, state: StateDemand(present: .enabled, absent: .busy))
        proposal.grounding?.target = target
        proposal.grounding?.grounder = "elements"
        proposal.grounding?.element = Element(
            role: .toggleButton, name: "Save", box: Box(x: 4, y: 5, width: 10, height: 6),
            sources: [.accessibility, .text])
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 30))] + Recording.step(1, proposal), in: scratch.trace)
        let kept = try #require(trace.steps.first?.decision?.grounding)
        #expect(kept.element?.role == "toggle button")
        #expect(kept.element?.name == "Save")
        #expect(kept.element?.sources == ["accessibility", "text"])
        #expect(kept.element?.box == kept.candidates[kept.chosen].box)
        #expect(kept.restored.target == target)
        #expect(trace.text.contains("toggle button 'Save'"))
    }

    private static func list(_ name: String) -> ElementList {
        let box = Box<ScreenSpace>(x: 4, y: 5, width: 10, height: 6)
        return ElementList(shown: [
            Element(number: 1, role: .group, name: "", box: box, sources: .accessibility),
            Element(
                number: 2, role: .field, name: name, value: "what was typed", box: box, states: [.enabled, .focused],
                sources: .accessibility),
        ])
    }

    @Test func `each step keeps what stood on the screen, which is written where it has changed`() async throws {
        let scratch = try Scratch()
        var events: [EpisodeEvent] = []
        for (step, name) in [(1, "Street"), (2, "Street"), (3, "Town")] {
            events += [.observed(step: step, Recording.screen(shade: 30)), .listed(step: step, Self.list(name))]
            events += Recording.step(step)
        }
        let trace = try await Recording.record(events, in: scratch.trace)
        #expect(trace.steps.prefix(3).map { $0.elements?.map(\.name) } == [["Street"], ["Street"], ["Town"]])
        #expect(trace.steps[0].elements?.first?.states == ["focused"])
        #expect(trace.steps[0].elements?.first?.role == "field")
        let text = try String(contentsOfFile: scratch.trace + "/trace.jsonl", encoding: .utf8)
        #expect(text.components(separatedBy: "\"elements\"").count == 3)
        #expect(!text.contains("what was typed"))
    }

    @Test func `a trace without lists has none in its steps`() async throws {
        let scratch = try Scratch()
        let trace = try await Recording.record(
            [.observed(step: 1, Recording.screen(shade: 30))] + Recording.step(1), in: scratch.trace)
        #expect(trace.steps.first?.elements == nil)
    }

    @Test func `names of elements in hidden parts of the screen are not kept`() async throws {
        let scratch = try Scratch()
        let header = Recording.header(masks: [Box(x: 0, y: 0, width: 8, height: 8)])
        let events: [EpisodeEvent] = [
            .observed(step: 1, Recording.screen(shade: 30)), .listed(step: 1, Self.list("Secret street")),
        ]
        let trace = try await Recording.record(events + Recording.step(1), in: scratch.trace, header: header)
        #expect(trace.steps.first?.elements?.map(\.name) == ["(masked)"])
    }

    @Test func `a grounding of an earlier version has no element`() throws {
        let old = """
            {"target":{"text":"Save"},"grounder":"text","candidates":[],"chosen":0,"rule":"only"}
            """
        let read = try JSONDecoder().decode(RecordedGrounding.self, from: Data(old.utf8))
        #expect(read.element == nil)
        #expect(read.restored.target == Target("Save"))
    }
}
