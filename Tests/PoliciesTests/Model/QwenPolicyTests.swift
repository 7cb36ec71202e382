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

    private func observation(_ step: Int, showing picture: Int? = nil) -> Observation {
        let image = Image(width: 300, height: 200) { bytes in
            for index in bytes.indices { bytes[index] = UInt8((index * (picture ?? step)) & 255) }
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

    @Test func `a step reads what is new, and encodes no picture that it knows`() async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 400)
        let policy = ModelPolicy(chat, reasoning: 8)
        var history: [HistoryStep] = []
        var works: [(work: ModelWork, prompt: Int)] = []
        // In step 4 the two oldest screenshots are no longer shown, so that what follows them is read again.
        for (step, picture) in [1, 2, 2, 3, 4].enumerated().map({ ($0 + 1, $1) }) {
            let seen = observation(step, showing: picture)
            let decision = try await policy.decide(seen, history: history)
            guard case .act(let proposal) = decision, let answer = proposal.answer, let work = answer.work else {
                Issue.record("\(decision)")
                return
            }
            works.append((work, answer.promptTokens ?? 0))
            history.append(
                HistoryStep(observation: seen, decision: decision, feedback: .executed(changed: true, unexecuted: [])))
        }
        #expect(works.map(\.work.pictures) == [1, 2, 3, 2, 3])
        #expect(works.map(\.work.encodedPictures) == [1, 1, 0, 1, 1])
        #expect(works[0].work.reusedTokens == 0)
        for later in [1, 2, 4] { #expect(works[later].work.reusedTokens >= works[later - 1].prompt) }
        #expect(works[3].work.reusedTokens > 70 && works[3].work.reusedTokens < works[0].prompt)
    }

    @Test func `with changes alone a step reads little beside what it knows`() async throws {
        let chat = try QwenChat(at: Self.checkpoint, maxNewTokens: 400)
        let policy = ModelPolicy(chat, seesChanges: true, reasoning: 8)
        var history: [HistoryStep] = []
        var read: [Int] = []
        for step in 1...6 {
            // One line of a screen is another in each step, but for the fourth.
            let line = step == 4 ? 3 : step
            let seen = observation(step, showing: 1).drawing(line: line)
            let decision = try await policy.decide(seen, history: history)
            guard case .act(let proposal) = decision, let answer = proposal.answer, let work = answer.work else {
                Issue.record("\(decision)")
                return
            }
            #expect(work.pictures == [1, 2, 3, 3, 4, 5][step - 1])
            #expect(work.encodedPictures == (step == 4 ? 0 : 1))
            read.append((answer.promptTokens ?? 0) - work.reusedTokens)
            history.append(
                HistoryStep(observation: seen, decision: decision, feedback: .executed(changed: true, unexecuted: [])))
        }
        // 77 squares are the whole; the prompt's words are some hundred of this vocabulary's tokens.
        #expect(read[0] > 500 && read.dropFirst().allSatisfy { $0 < read[0] / 2 }, "\(read)")
    }

    @Test func `a folder that holds no model is named`() {
        let error = #expect(throws: (any Error).self) { try QwenChat(at: "/nowhere/at/all") }
        #expect("\(error.map { "\($0)" } ?? "")".contains("/nowhere/at/all"))
    }
}

extension Observation {
    /// The same with another line on the screen.
    fileprivate func drawing(line: Int) -> Observation {
        let shot = screen.screenshot
        let image = shot.image
        let changed = Image(width: image.width, height: image.height) { bytes in
            image.withBytes { before in
                for y in 0..<image.height {
                    for x in 0..<4 * image.width {
                        let isLine = y == 60 + line && x < 200
                        bytes[y * 4 * image.width + x] = isLine ? 0 : before[y * image.bytesPerRow + x]
                    }
                }
            }
        }
        return Observation(
            step: step, instruction: instruction,
            screen: ScreenState(
                screenshot: Screenshot(image: changed, screen: shot.screen, capture: shot.capture),
                pointer: screen.pointer, windows: screen.windows), feedback: feedback)
    }
}
