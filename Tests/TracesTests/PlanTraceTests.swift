import Agents
import Images
import Interaction
import Testing
import Traces

struct PlanTraceTests {
    private static let value = PlanNote(
        step: 1, .read(value: "total", text: "42", box: Box(x: 20, y: 10, width: 9, height: 9)))

    private static var plan: Plan {
        get throws {
            try Plan(
                parsing: """
                    {"windows": ["shop"], "values": {"total": {"type": "number"}}, "steps": [{"wait_for": "Total"}]}
                    """, file: "plan")
        }
    }

    private static func record(_ scratch: Scratch, masks: [Box<ScreenSpace>] = []) async throws -> Trace {
        var header = Recording.header()
        header.plan = RecordedPlan(try plan)
        header.masks = masks
        let end = Outcome.outsidePlan(reason: "left_click is outside of the plan")
        return try await Recording.record(
            [
                .observed(step: 1, Recording.screen(shade: 30)), .planned(step: 1, value),
                .planned(step: 1, PlanNote(step: 2, .branch("then", reason: "'total' is 42"))),
                .planned(step: 1, PlanNote(step: 3, .step("{\"action\": \"type\"}"))),
            ] + Recording.step(1) + [.ended(EpisodeEnd(reason: .finished(end), steps: 1))], in: scratch.trace,
            header: header)
    }

    @Test func `a trace holds the plan, and with each decision where it stands in it`() async throws {
        let trace = try await Self.record(Scratch())
        #expect(trace.header.plan == RecordedPlan(try Self.plan))
        let notes = try #require(trace.steps.first).plan
        #expect(notes.map(\.planStep) == [1, 2, 3] && notes.map(\.kind) == ["read", "branch", "step"])
        #expect(notes.map(\.text) == ["42", "then", "{\"action\": \"type\"}"] && notes[0].value == "total")
        #expect(trace.text.contains("step 2: then, because 'total' is 42"))
        #expect(trace.outcome == .outsidePlan(reason: "left_click is outside of the plan"))
    }

    @Test func `a value that is read in a hidden part of the screen is not told`() async throws {
        let trace = try await Self.record(Scratch(), masks: [Box(x: 0, y: 0, width: 30, height: 30)])
        let notes = try #require(trace.steps.first).plan
        #expect(notes.map(\.text) == ["(masked)", "then", "{\"action\": \"type\"}"])
    }
}
