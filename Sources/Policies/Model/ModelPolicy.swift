package import Agents
package import Dialects
import Images
import Interaction
import JSON
package import Models

/// Has a model decide each step: it is shown the screen, and answers in its dialect.
///
/// Its points are pixels of the picture it saw and are mapped to
/// the screen by the step's ``CoordinateFrame``. An answer that means no action goes back to it, with the reason.
package actor ModelPolicy: Policy {
    package nonisolated let name: String
    package nonisolated var picturesNeeded: Int { conversation.history }
    private let model: any ChatModel
    private let dialect: Dialect
    private let conversation: ModelConversation
    private let reasoning: Int
    private let seed: UInt64?
    /// What the model said for each step, and its unusable answers to the present observation.
    private var replies: [Int: ChatReply] = [:]
    private var failed: (step: Int, attempts: [(reply: ChatReply, reason: String)]) = (0, [])

    /// - Parameters:
    ///   - dialect: what the model is told, and how it answers.
    ///   - history: how many earlier screenshots it is shown, at most.
    ///   - reasoning: how many tokens of free text may come before the call, where the model can be held to that.
    ///   - seed: the random seed of this episode's sampler; the model's default when `nil`.
    package init(
        _ model: any ChatModel, dialect: Dialect = .computerUse, history: Int = 2, reasoning: Int = 256,
        seed: UInt64? = nil
    ) {
        self.model = model
        self.dialect = dialect
        name = model.name
        conversation = ModelConversation(dialect: dialect, history: max(0, history))
        self.reasoning = reasoning
        self.seed = seed
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if failed.step != observation.step { failed = (observation.step, []) }
        let screenshot = observation.screen.screenshot
        let size = try model.pictureSize(for: screenshot.image.size)
        let turns = try conversation.turns(for: observation, history: history, failed: failed.attempts, reply: said)
        let request = ChatRequest(
            turns: [.system(dialect.system)] + turns, tools: dialect.tools(size), form: dialect.form(size, reasoning),
            opening: dialect.opening, seed: seed(at: observation.step))
        let reply = try await model.answer(request).after(dialect.opening)
        let frame = CoordinateFrame(
            screen: screenshot.screen, capture: screenshot.capture, image: screenshot.image.size, model: size)
        var answer = ModelAnswer(
            dialect: dialect.name, request: request.description, picture: nil, frame: frame, text: reply.text,
            action: nil,
            promptTokens: reply.promptTokens, answerTokens: reply.answerTokens)
        do {
            let action = try answer.readText(dialect.read)
            replies[observation.step] = reply
            return .act(Proposal(action: action, answer: answer))
        } catch {
            failed.attempts.append((reply, "\(error)"))
            throw UnusableAnswer(answer: answer, reason: "\(error)")
        }
    }

    /// Another one for each question of the episode.
    private func seed(at step: Int) -> UInt64? {
        seed.map { $0 &+ UInt64(step) << 8 &+ UInt64(failed.attempts.count) }
    }

    /// What was said in an earlier step. The history says it; this object knows it as tokens, too, if it said it itself.
    /// The action of another policy, such as a script's in a trace, is described as if the model had asked for it.
    private func said(in step: HistoryStep) throws -> ChatReply? {
        guard case .act(let proposal) = step.decision else { return nil }
        let text: String
        if let answer = proposal.answer {
            text = answer.text
        } else {
            let shown = step.observation.screen.screenshot
            let frame = CoordinateFrame(
                screen: shown.screen, capture: shown.capture, image: shown.image.size,
                model: try model.pictureSize(for: shown.image.size))
            text = dialect.call(proposal.action.mapPoints { frame.modelPoint($0).rounded })
        }
        let own = replies[step.observation.step]
        return own?.text == text ? own : ChatReply(text: text)
    }
}

extension Point {
    /// Whole pixels, as models name them.
    fileprivate var rounded: Point { Point(x: x.rounded(), y: y.rounded()) }
}

extension ChatReply {
    /// The whole answer of a model that was made to begin with `opening`, which its tokens do not hold.
    fileprivate func after(_ opening: String) -> ChatReply {
        guard !opening.isEmpty else { return self }
        return ChatReply(text: opening + text, promptTokens: promptTokens, answerTokens: answerTokens)
    }
}
