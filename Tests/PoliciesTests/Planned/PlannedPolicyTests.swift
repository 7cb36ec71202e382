import Agents
import Images
import Interaction
import Policies
import Testing

@Suite struct PlannedPolicyTests {
    private static let words = MadeUpWords(
        places: [
            "Save": Point(x: 20, y: 20), "Name": Point(x: 20, y: 40), "Delete": Point(x: 20, y: 60),
            "OK": Point(x: 20, y: 80), "Claim": Point(x: 150, y: 20),
        ], values: ["Total": "42", "Code": "AB; reboot"])

    private let desktop = MadeUpShop()
    private let log = PlanNotes()

    private func run(
        _ steps: String, values: String = "{}", windows: String = #"["shop"]"#, holding policy: (any Policy)? = nil,
        words: MadeUpWords = PlannedPolicyTests.words
    ) async throws -> EpisodeEnd.Reason {
        let text = #"{"windows": \#(windows), "values": \#(values), "steps": [\#(steps)]}"#
        let plan = try Plan(parsing: text, file: "plan")
        let gate = PlanGate(plan, resolver: words, naming: words)
        let planned = PlannedPolicy(
            gate, holding: policy, resolver: words, reader: words,
            patience: ScriptedPolicy.Patience(
                target: .milliseconds(100), assertion: .milliseconds(50), interval: .milliseconds(10)))
        return await Episode(
            instruction: "order", desktop: desktop, policy: planned, gatekeeper: gate, log: log,
            limits: EpisodeLimits(steps: 50, seconds: 60)
        ).run().reason
    }

    private static func click(_ x: Double, _ y: Double) -> Decision {
        .act(Proposal(action: .click(.left, at: Point(x: x, y: y))))
    }

    @Test func `a plan is carried out, with its values and the branch that they choose`() async throws {
        let end = try await run(
            #"""
            {"read": "total", "right_of": "Total"},
            {"action": "left_click", "target": "Name"},
            {"action": "type", "text": "Ida {{total}}"},
            {"if": {"value": "total", "above": 40}, "then": [{"action": "left_click", "target": "Save"}],
             "else": [{"action": "key", "keys": ["Escape"]}]},
            {"action": "answer", "text": "it is {{total}}"}
            """#, values: #"{"total": {"type": "number"}}"#)
        #expect(end == .finished(.success(answer: "it is 42")))
        #expect(
            await desktop.performed == [
                .click(.left, at: Point(x: 20, y: 40)), .type("Ida 42"), .click(.left, at: Point(x: 20, y: 20)),
            ])
        let notes = await log.notes
        #expect(notes.map(\.step) == [1, 2, 3, 4, 5, 7])
        #expect(notes[0].kind == .read(value: "total", text: "42", box: Box(x: 0, y: 0, width: 9, height: 9)))
        #expect(notes[3].kind == .branch("then", reason: "'total' is 42.0"))
        #expect(notes[2].kind == .step(#"{"action":"type","text":"Ida 42"}"#))
    }

    @Test func `the screen chooses a declared branch`() async throws {
        let steps = #"""
            {"if": {"shows": "@", "within": 0}, "then": [{"action": "left_click", "target": "Save"}],
             "else": [{"action": "left_click", "target": "Name"}]}
            """#
        #expect(try await run(steps.replacing("@", with: "OK")) == .finished(.success(answer: nil)))
        // What another program shows chooses nothing.
        #expect(try await run(steps.replacing("@", with: "Claim")) == .finished(.success(answer: nil)))
        #expect(
            await desktop.performed == [
                .click(.left, at: Point(x: 20, y: 20)), .click(.left, at: Point(x: 20, y: 40)),
            ])
    }

    @Test(arguments: [
        Action<ScreenSpace>.click(.left, at: Point(x: 20, y: 60)), .click(.right, at: Point(x: 20, y: 20)),
        .click(.left, count: 2, at: Point(x: 20, y: 20)),
        .click(.left, at: Point(x: 20, y: 20), modifiers: [Key("ctrl")]),
        .click(.left, at: nil), .mouseMove(Point(x: 20, y: 20)), .type("Ida"), .key([Key("Return")]), .answer("yes"),
        .terminate(.success), .mouseDown(.left, at: Point(x: 20, y: 20)),
        .batch([.click(.left, at: Point(x: 20, y: 20)), .key([Key("Return")])]),
    ])
    func `an act that is not the step's ends the run before it is done`(action: Action<ScreenSpace>) async throws {
        let policy = ClosurePolicy { _, _ in .act(Proposal(action: action)) }
        let end = try await run(#"{"action": "left_click", "target": "Save"}"#, holding: policy)
        guard case .finished(.outsidePlan(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("outside of the plan") && reason.contains("its step 1 is"), "\(reason)")
        #expect(await desktop.performed == [])
    }

    @Test func `a policy that does the steps is let through, and told of them`() async throws {
        let policy = ClosurePolicy { asked, instruction in
            #expect(instruction.hasPrefix("order\n"))
            switch asked {
            case 1: return Self.click(22, 21)
            // Looking again does nothing.
            case 2: return .lookAgain(Waiting(what: "it", interval: .milliseconds(1)))
            case 3:
                #expect(instruction.contains(#"{"action":"type","text":"Ida 42"}"#))
                return .act(Proposal(action: .type("Ida 42")))
            default: return .finish(.failure(reason: "asked too often"))
            }
        }
        let end = try await run(
            #"""
            {"read": "total", "right_of": "Total"}, {"action": "left_click", "target": "Save"},
            {"action": "type", "text": "Ida {{total}}"}
            """#, values: #"{"total": {"type": "number"}}"#, holding: policy)
        #expect(end == .finished(.success(answer: nil)))
        #expect(await desktop.performed == [.click(.left, at: Point(x: 22, y: 21)), .type("Ida 42")])
    }

    @Test func `success before the end of the plan is none`() async throws {
        let policy = ClosurePolicy { _, _ in .finish(.success(answer: "done")) }
        let end = try await run(#"{"action": "left_click", "target": "Save"}"#, holding: policy)
        guard case .finished(.outsidePlan) = end else { throw Unexpected(end) }
    }

    @Test func `keys go to a window of the plan only`() async throws {
        await desktop.activate(MadeUpShop.chat)
        let end = try await run(#"{"action": "type", "text": "Ida"}"#)
        guard case .finished(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("not a window of the plan"), "\(reason)")
        #expect(await desktop.performed == [])
    }

    @Test func `a window that takes the focus after the decision gets no key`() async throws {
        let policy = ClosurePolicy { [desktop] _, _ in
            await desktop.activate(MadeUpShop.chat)
            return .act(Proposal(action: .type("Ida"), isBoundToLook: false))
        }
        let end = try await run(#"{"action": "type", "text": "Ida"}"#, holding: policy)
        guard case .finished(.stuck) = end else { throw Unexpected(end) }
        #expect(await desktop.performed == [])
    }

    @Test func `what stands in another program's window is no target`() async throws {
        let end = try await run(#"{"action": "left_click", "target": "Claim"}"#)
        guard case .finished(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("did not appear"), "\(reason)")
    }

    @Test func `what cannot be undone has to be declared`() async throws {
        // "OK" answers a window in which "Delete" stands.
        let end = try await run(#"{"action": "left_click", "target": "OK"}"#)
        guard case .finished(.outsidePlan(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("does not declare as irreversible"), "\(reason)")
        #expect(await desktop.performed == [])
        let declared = try await run(#"{"action": "left_click", "target": "OK", "irreversible": true}"#)
        #expect(declared == .finished(.success(answer: nil)))
        #expect(await desktop.performed.count == 1)
    }

    @Test func `a value that is not of its type is not taken`() async throws {
        let end = try await run(
            #"{"read": "code", "right_of": "Code"}, {"action": "type", "text": "{{code}}"}"#,
            values: #"{"code": {"type": "number"}}"#)
        guard case .finished(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("'AB; reboot' stands there, and it is not a number"), "\(reason)")
        #expect(await desktop.performed == [])
    }

    @Test(arguments: [(#"[]"#, false), (#"["command"]"#, true)])
    func `a value is typed in a terminal only where the plan says so`(uses: String, isTyped: Bool) async throws {
        await desktop.call(shop: "xterm")
        let end = try await run(
            #"{"read": "total", "right_of": "Total"}, {"action": "type", "text": "echo {{total}}"}"#,
            values: #"{"total": {"type": "number", "uses": \#(uses)}}"#, windows: #"["xterm"]"#)
        #expect((end == .finished(.success(answer: nil))) == isTyped, "\(end)")
        #expect(await desktop.performed == (isTyped ? [.type("echo 42")] : []))
    }

    @Test func `without a step that is due nothing is allowed, and one act is allowed once`() async throws {
        let plan = try Plan(
            parsing: #"{"windows": ["shop"], "steps": [{"action": "left_click", "target": "Save"}]}"#, file: "plan")
        let gate = PlanGate(plan, resolver: Self.words, naming: Self.words)
        let click = PlannedAction(.click(.left, at: Point(x: 20, y: 20)), keystrokes: Keystrokes())
        let screen = await desktop.look(at: .everything, drawingPointer: false)
        #expect(await gate.judge(click, on: screen).refusal == .endsRun)
        await gate.enter(plan.steps[0], act: .actOn(Target("Save"), .click(.left)))
        await gate.arm()
        #expect(await gate.judge(click, on: screen).allowed)
        #expect(await gate.judge(click, on: screen).refusal == .endsRun)
    }

    private struct Unexpected: Error {
        let end: EpisodeEnd.Reason
        init(_ end: EpisodeEnd.Reason) { self.end = end }
    }
}
