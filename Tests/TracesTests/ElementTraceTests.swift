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

    @Test func `a grounding of an earlier version has no element`() throws {
        let old = """
            {"target":{"text":"Save"},"grounder":"text","candidates":[],"chosen":0,"rule":"only"}
            """
        let read = try JSONDecoder().decode(RecordedGrounding.self, from: Data(old.utf8))
        #expect(read.element == nil)
        #expect(read.restored.target == Target("Save"))
    }
}
