import Dialects
import Foundation
import Images
import Interaction
import JSON
import Models
import Testing

/// What of an episode each dialect shows its model.
struct HistoryTests {
    private func picture(_ number: Int) -> Image {
        Image(width: 8, height: 4) { $0.storeBytes(of: UInt8(number), as: UInt8.self) }
    }

    /// An episode of so many steps, each a click that the dialect writes.
    private func transcript(_ count: Int, _ dialect: Dialect, failing: Int? = nil) throws -> Transcript {
        let size = Size<ModelSpace>(width: 1000, height: 1000)
        let steps = try (0..<count).map { index in
            let text = try #require(dialect.call(.click(.left, at: Point(x: Double(index), y: 5)), size))
            let outcome =
                index == failing
                ? StepOutcome(words: "That failed: no window.", failed: 0) : StepOutcome(words: "Done.", isPlain: true)
            return Transcript.Step(
                number: index + 1, shown: .whole(picture(index + 1)), reply: dialect.reply(of: text), outcome: outcome)
        }
        return Transcript(instruction: "Save it.", steps: steps, shown: .whole(picture(count + 1)))
    }

    private func pictures(in turns: [ChatTurn]) -> Int {
        turns.reduce(0) { count, turn in
            let parts: [ChatPart] =
                switch turn {
                case .user(let parts): parts
                case .results(let results, let parts): results.flatMap(\.content) + parts
                case .system, .assistant: []
                }
            return count + parts.count { if case .picture = $0 { true } else { false } }
        }
    }

    private func text(of turns: [ChatTurn]) -> String { ChatRequest(turns: turns).description }

    private static let most = [
        "computer_use": 3, "mobile_use": 3, "qwen3_vl": 5, "gui_owl": 5, "evocua": 4, "ui_tars_1": 5, "ui_tars_1_5": 5,
        "doubao": 5, "ui_tars_2": 5, "openai_computer": 10, "openai_preview": 10, "anthropic_20241022": 23,
        "anthropic_20250124": 23, "anthropic_20251124": 23, "anthropic_toolset": 23, "gemini_desktop": 3,
        "gemini_browser": 3, "glm_v": 5, "opencua": 3, "kimi": 3, "mai_ui": 3, "json": 3, "json_pixels": 3,
    ]

    @Test(arguments: Dialect.all.map(\.name))
    func `no request holds more pictures than the dialect keeps, and each holds the present one and the instruction`(
        name: String
    ) throws {
        let dialect = try #require(Dialect.named(name))
        let most = Self.most[name] ?? 1
        var largest = 0
        for count in 0...30 {
            let turns = dialect.history.turns(for: try transcript(count, dialect), in: dialect)
            let shown = pictures(in: turns)
            #expect((1...most).contains(shown), "\(shown) pictures after \(count) steps")
            largest = max(largest, shown)
            #expect(text(of: turns).contains("Save it."))
            #expect(text(of: [turns[turns.count - 1]]).contains(FrameName(of: picture(count + 1)).description))
        }
        #expect(largest == most)
    }

    /// Those that keep all answers while pictures go, as their models were trained to read them.
    private static let keepingAnswers: Set<String> = ["ui_tars_1", "ui_tars_1_5", "doubao", "ui_tars_2", "mai_ui"]

    @Test(arguments: Dialect.all.map(\.name).filter { !keepingAnswers.contains($0) })
    func `turns of the model and of the user alternate`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        for failing in [nil, 5] {
            let turns = dialect.history.turns(for: try transcript(12, dialect, failing: failing), in: dialect)
            let isModel = turns.map { if case .assistant = $0 { true } else { false } }
            #expect(isModel.last == false)
            #expect(!zip(isModel, isModel.dropFirst()).contains { $0 && $1 })
        }
    }

    @Test(arguments: Dialect.all.filter { $0.hosted != nil }.map(\.name))
    func `every call of a server's own tool is answered under its id`(name: String) throws {
        let dialect = try #require(Dialect.named(name))
        let turns = dialect.history.turns(for: try transcript(8, dialect), in: dialect)
        for (turn, next) in zip(turns, turns.dropFirst()) {
            guard case .assistant(let reply) = turn else { continue }
            guard case .results(let results, _) = next else {
                Issue.record("the turn after a call holds no results")
                continue
            }
            #expect(results.map(\.id) == reply.calls.map(\.id) && !results.isEmpty)
        }
    }

    @Test func `a call after one that failed is answered as not executed`() throws {
        let size = Size<ModelSpace>(width: 1000, height: 1000)
        let dialect = Dialect.anthropicToolset
        let batch = Action<ModelSpace>.batch([.click(.left, at: Point(x: 1, y: 2)), .type("a"), .type("b")])
        let text = try #require(dialect.call(batch, size))
        let step = Transcript.Step(
            number: 1, shown: .whole(picture(1)), reply: dialect.reply(of: text),
            outcome: StepOutcome(words: "That failed: action 2 of 3: no focus.", failed: 1))
        let turns = dialect.history.turns(
            for: Transcript(instruction: "Save it.", steps: [step], shown: .whole(picture(2))), in: dialect)
        guard case .results(let results, let beside)? = turns.last else { throw NoResults() }
        #expect(results.map(\.isError) == [false, true, true] && beside.isEmpty)
        #expect(results.allSatisfy { $0.members.contains { $0.name == "toolset_name" } })
        #expect(self.text(of: turns).contains("Not executed"))
        #expect(pictures(in: [turns[2]]) == 1)
    }

    @Test func `safety checks are acknowledged only where a person confirmed them`() throws {
        var reply = ChatReply(text: "")
        let check = #"[{"id": "s1", "code": "malicious_instructions", "message": "look out"}]"#
        reply.calls = [
            ChatCall(
                id: "c1", name: "computer",
                arguments: #"{"action": {"type": "wait"}, "pending_safety_checks": \#(check)}"#)
        ]
        for isConfirmed in [true, false] {
            let step = Transcript.Step(
                number: 1, shown: .whole(picture(1)), reply: reply,
                outcome: StepOutcome(words: "Done.", isPlain: true, isConfirmed: isConfirmed))
            let turns = Dialect.openAI.history.turns(
                for: Transcript(instruction: "Save it.", steps: [step], shown: .whole(picture(2))), in: .openAI)
            guard case .results(let results, let beside)? = turns.last else { throw NoResults() }
            #expect(results[0].members.contains { $0.name == "acknowledged_safety_checks" } == isConfirmed)
            #expect(beside.isEmpty)
        }
    }

    @Test func `what a server needs back survives a trace`() throws {
        var reply = ChatReply(text: "I click.")
        reply.calls = [ChatCall(id: "c1", name: "click", arguments: #"{"x":1,"y":2}"#)]
        reply.finish = .calls
        reply.kept = try JSON(parsing: #"[{"thoughtSignature":"abc","functionCall":{"name":"click"}}]"#)
        let restored = Dialect.gemini.reply(of: Dialect.gemini.text(of: reply))
        #expect(restored.calls == reply.calls && restored.kept == reply.kept && restored.finish == .calls)
        #expect(restored.text == "I click.")
    }

    @Test func `calls that a server found in a text are part of the text again`() throws {
        var reply = ChatReply(text: "Action: Click.")
        reply.calls = [
            ChatCall(
                id: "x", name: "computer_use", arguments: #"{"action": "left_click", "coordinate": [500, 250]}"#)
        ]
        let size = Size<ModelSpace>(width: 1000, height: 1000)
        let calls = try Dialect.qwen3.read(Dialect.qwen3.text(of: reply), size)
        #expect(calls.action == .click(.left, at: Point(x: 500, y: 250)))
        var silent = ChatReply(text: " \n")
        silent.reasoning = "<tool_call>{\"action\": \"wait\", \"time\": 1}</tool_call>"
        #expect(try Dialect.qwen3.read(Dialect.qwen3.text(of: silent), size).action == .wait(.seconds(1)))
    }

    @Test func `UI-TARS reads its earlier answers with their box tokens, and all of them`() throws {
        let turns = Dialect.uiTARS15.history.turns(for: try transcript(9, .uiTARS15), in: .uiTARS15)
        let answers = turns.compactMap { turn -> String? in
            if case .assistant(let reply) = turn { reply.text } else { nil }
        }
        #expect(answers.count == 9)
        #expect(answers.allSatisfy { $0.contains("start_box='<|box_start|>(") && $0.contains("<|box_end|>'") })
    }

    @Test func `Qwen3-VL reads older steps as lines beside the instruction, in the oldest turn shown`() throws {
        let turns = Dialect.qwen3.history.turns(for: try transcript(7, .qwen3), in: .qwen3)
        #expect(turns.count == 9)
        let first = text(of: [turns[0]])
        #expect(first.contains("Step 1: ") && first.contains("Step 3: ") && !first.contains("Step 4: "))
        #expect(!text(of: Array(turns.dropFirst())).contains("Save it."))
    }

    @Test func `GLM reads everything in one turn, older pictures as text and later ones at half size`() throws {
        let transcript = try transcript(6, .glm)
        let turns = Dialect.glm.history.turns(for: transcript, in: .glm)
        guard turns.count == 1, case .user(let parts) = turns[0] else { throw NoResults() }
        let sizes = parts.compactMap { part -> Int? in
            if case .picture(let image) = part { image.width } else { nil }
        }
        #expect(sizes == [4, 4, 4, 4, 8])
        #expect(text(of: turns).components(separatedBy: "(Omitted in context.)").count == 3)
        #expect(!text(of: turns).contains("begin_of_box"))
    }

    @Test func `OpenCUA reads older steps without their code, in one turn of its own`() throws {
        let turns = Dialect.openCUA.history.turns(for: try transcript(6, .openCUA), in: .openCUA)
        guard case .assistant(let older) = turns[0] else { throw NoResults() }
        #expect(older.text.contains("# Step 1:") && older.text.contains("# Step 4:"))
        #expect(!text(of: turns).contains("pyautogui"))
    }
}

private struct NoResults: Error {}
