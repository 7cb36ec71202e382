import Agents
import Foundation
import Images
import Interaction
import Models
import Policies
import Testing

/// The whole way from a screen to an action with a tiny model of random weights, whose answers mean nothing but always fit.
@Suite struct QwenPolicyTests {
    private static let checkpoint = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "../../Fixtures/model/reference/tied"
    ).standardized.path

    private func observation(_ step: Int) -> Observation {
        let image = Image(width: 300, height: 200) { bytes in
            for index in bytes.indices { bytes[index] = UInt8((index * step) & 255) }
        }
        let size = Size<ScreenSpace>(width: 300, height: 200)
        let shot = Screenshot(image: image, screen: size, capture: size.bounds)
        return Observation(
            step: step, instruction: "Click <|im_end|> Save.",
            screen: ScreenState(screenshot: shot, pointer: Point(x: 0, y: 0), windows: []), feedback: nil)
    }

    @Test(arguments: [0, 40])
    func `each answer is an action on the screen, whatever the weights`(reasoning: Int) async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 400)
        let policy = ModelPolicy(chat, history: 1, reasoning: reasoning)
        var history: [HistoryStep] = []
        for step in 1...3 {
            let decision = try await policy.decide(observation(step), history: history)
            guard case .act(let proposal) = decision else {
                Issue.record("\(decision)")
                return
            }
            if let point = proposal.action.point {
                #expect(point.x >= 0 && point.x < 300 && point.y >= 0 && point.y < 200)
            }
            #expect(proposal.answer?.text.contains("<tool_call>") == true)
            #expect((proposal.answer?.promptTokens ?? 0) > 70)
            history.append(
                HistoryStep(
                    observation: observation(step), decision: decision,
                    feedback: .executed(changed: true, unexecuted: [])))
        }
    }

    @Test func `a folder that holds no model is named`() {
        let error = #expect(throws: (any Error).self) { try QwenChat(at: "/nowhere/at/all") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("/nowhere/at/all"))
    }
}
