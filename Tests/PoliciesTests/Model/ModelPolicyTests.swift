import Agents
import Dialects
import Foundation
import Images
import Interaction
import Models
import Policies
import Synchronization
import Testing

/// A model that says what it is told to, and remembers what it was asked.
private final class Parrot: ChatModel {
    let name = "parrot"
    private let state: Mutex<(answers: [String], requests: [ChatRequest])>

    init(_ answers: String...) { state = Mutex((answers, [])) }

    var requests: [ChatRequest] { state.withLock { $0.requests } }

    func pictureSize(for size: Size<ImageSpace>) -> Size<ModelSpace> {
        Size(width: size.width * 2, height: size.height * 4)
    }

    func answer(_ request: ChatRequest) -> ChatReply {
        state.withLock {
            $0.requests.append(request)
            return ChatReply(text: $0.answers.removeFirst(), ids: [1, 2])
        }
    }
}

@Suite struct ModelPolicyTests {
    private func observation(_ step: Int, feedback: Feedback? = nil) -> Observation {
        let image = Image(width: 100, height: 50) { $0.storeBytes(of: UInt8(step), as: UInt8.self) }
        let capture = Box<ScreenSpace>(x: 10, y: 20, width: 100, height: 50)
        let shot = Screenshot(image: image, screen: Size(width: 200, height: 100), capture: capture)
        return Observation(
            step: step, instruction: "Save it.",
            screen: ScreenState(screenshot: shot, pointer: Point(x: 0, y: 0), windows: []), feedback: feedback)
    }

    private func call(_ arguments: String) -> String {
        "<tool_call>\n{\"name\": \"computer_use\", \"arguments\": \(arguments)}\n</tool_call>"
    }

    @Test func `a point of the picture the model saw becomes one of the screen`() async throws {
        let model = Parrot(call(#"{"action": "left_click", "coordinate": [100, 80]}"#))
        let decision = try await ModelPolicy(model).decide(observation(1), history: [])
        guard case .act(let proposal) = decision else { throw NoAction() }
        #expect(proposal.action == .click(.left, at: Point(x: 60, y: 40)))
        #expect(proposal.answer?.frame.model == Size(width: 200, height: 200))
        #expect(proposal.answer?.action == .click(.left, at: Point(x: 100, y: 80)))
    }

    @Test func `the tool names the size of the pictures, and the form holds points to it`() async throws {
        let model = Parrot(call(#"{"action": "wait", "time": 1}"#))
        _ = try await ModelPolicy(model, reasoning: 7).decide(observation(1), history: [])
        let request = try #require(model.requests.first)
        #expect(request.tools.count == 1 && request.tools[0].contains("resolution is 200x200"))
        #expect(request.form == ComputerUseTool.form(picture: Size(width: 200, height: 200), reasoning: 7))
        #expect(request.tools[0].contains(#""enum":["key","type","mouse_move""#))
    }

    @Test func `an answer that means nothing goes back with the reason, and is forgotten in the next step`()
        async throws
    {
        let model = Parrot(
            "I cannot.", call(#"{"action": "key", "keys": ["Return"]}"#), call(#"{"action": "wait", "time": 1}"#))
        let policy = ModelPolicy(model)
        await #expect(throws: UnusableAnswer.self) { try await policy.decide(observation(1), history: []) }
        let decision = try await policy.decide(observation(1, feedback: .unusable("no call")), history: [])
        #expect(model.requests[1].turns.count == 4)
        #expect(model.requests[1].description.contains("holds no call"))
        let step = HistoryStep(
            observation: observation(1), decision: decision, feedback: .executed(changed: false, unexecuted: ["x"]))
        _ = try await policy.decide(observation(2), history: [step])
        let text = model.requests[2].description
        #expect(!text.contains("I cannot.") && text.contains("nothing visible changed") && text.contains("not: x"))
        guard case .assistant(let reply) = model.requests[2].turns[2] else { throw NoAction() }
        #expect(reply.ids == [1, 2])
    }

    @Test(arguments: [
        (#"{"action": "left_click", "coordinate": [500, 10]}"#, "outside the picture"),
        (#"{"action": "fly"}"#, "unknown action 'fly'"),
    ])
    func `what cannot be carried out is refused before anything moves`(arguments: String, words: String) async throws {
        let model = Parrot(call(arguments))
        let error = await #expect(throws: UnusableAnswer.self) {
            try await ModelPolicy(model).decide(observation(1), history: [])
        }
        #expect(error?.reason.contains(words) == true, "\(error?.reason ?? "")")
    }

    @Test(arguments: [(0, [1, 1, 1, 1, 1, 1]), (2, [1, 2, 3, 2, 3, 2]), (4, [1, 2, 3, 4, 5, 3])])
    func `older screenshots are left out in stretches`(most: Int, expected: [Int]) async throws {
        var steps: [HistoryStep] = []
        var shown: [Int] = []
        for number in 1...6 {
            let model = Parrot(call(#"{"action": "wait", "time": 1}"#))
            let decision = try await ModelPolicy(model, history: most).decide(observation(number), history: steps)
            steps.append(
                HistoryStep(
                    observation: observation(number), decision: decision,
                    feedback: .executed(changed: true, unexecuted: [])))
            shown.append(model.requests[0].description.components(separatedBy: "\"image\"").count - 1)
            #expect(model.requests[0].turns.count == 2 * number)
        }
        #expect(shown == expected)
    }
}

private struct NoAction: Error {}
