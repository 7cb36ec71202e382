package import Agents
package import Dialects
import Images
import Interaction
import JSON
package import Models

/// Has a model decide each step: it is shown the screen, and answers in its dialect.
///
/// Its points are pixels of the picture it saw and are mapped to the screen by the step's ``CoordinateFrame``. An answer that
/// means no action goes back to it, with the reason. What it asks to be shown it is shown, within the step.
package actor ModelPolicy: Policy {
    package nonisolated let name: String
    package nonisolated var picturesNeeded: Int { conversation.earlierPictures }
    private let model: any ChatModel
    private let dialect: Dialect
    private let conversation: ModelConversation
    private let reasoning: Int
    private let seed: UInt64?
    private var pictures: SentPictures
    /// What it is shown in place of whole screenshots; `nil` where it is always shown those.
    private var changes: ShownScreens?
    /// What the model said for each step.
    private var replies: [Int: ChatReply] = [:]
    /// What has been said about the present observation without an action.
    private var present = PresentExchanges()

    /// So often the model is shown something, or an answer is continued, within one step.
    private static let mostQueries = 8
    /// How long to wait for a change before a screenshot that the model asks for.
    private static let pause = Duration.milliseconds(300)

    /// - Parameters:
    ///   - dialect: what the model is told, and how it answers.
    ///   - history: how many earlier screenshots it is shown, at most; as many as the dialect says when `nil`.
    ///   - seesChanges: whether of later screenshots only what has changed is shown, where the dialect can do that.
    ///   - reasoning: how many tokens of free text may come before the call, where the model can be held to that.
    ///   - seed: random seed of this episode, where answers are sampled; the model's own when `nil`.
    package init(
        _ model: any ChatModel, dialect: Dialect = .computerUse, history: Int? = nil, seesChanges: Bool = false,
        reasoning: Int = 256, seed: UInt64? = nil
    ) {
        self.model = model
        self.dialect = dialect
        name = model.name
        let conversation = ModelConversation(dialect: dialect, history: history)
        self.conversation = conversation
        pictures = SentPictures(model: model, dialect: dialect, most: conversation.earlierPictures + 1)
        changes =
            seesChanges && dialect.canShowChanges ? ShownScreens(most: conversation.history.pictures) : nil
        self.reasoning = reasoning
        self.seed = seed
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if let stop = Self.safetyStop(after: history) { return .finish(stop) }
        let sent = try pictures.present(observation)
        let shown = show(sent, observation, history)
        present.begin(observation, shown, sent.image)
        while true {
            let request = try request(for: observation, history: history, sent, shown)
            let reply = try await model.answer(request).after(opening)
            var answer = ModelAnswer(reply, to: request, in: dialect, about: sent)
            answer.changes = (present.picture ?? shown).changedPlaces
            let plain = dialect.hosted == nil ? reply.asText(answer.text) : reply
            if reply.finish == .paused {
                try present.count(answer, most: Self.mostQueries)
                present.exchanges.append(.paused(plain))
                continue
            }
            let calls = try calls(of: answer, plain)
            switch calls.request {
            case .action(let action):
                return try .act(proposal(action, calls, answer, plain, at: observation.step))
            case .query(let query):
                try present.count(answer, most: Self.mostQueries)
                guard let shown = sent.answer(to: query, on: observation.screen) else {
                    present.isWaiting = plain
                    return .lookAgain(
                        Waiting(what: "the screenshot that the model asks for", interval: Self.pause))
                }
                present.exchanges.append(.query(plain, shown))
            }
        }
    }

    /// How the present screenshot is shown.
    private func show(_ sent: SentPicture, _ observation: Observation, _ history: [HistoryStep]) -> ShownScreen {
        guard changes != nil else { return .whole(sent.image) }
        let told = history.filter { if case .act = $0.decision { true } else { false } }.map(\.observation.step)
        return changes?.show(sent, step: observation.step, after: Set(told)) ?? .whole(sent.image)
    }

    private func request(
        for observation: Observation, history: [HistoryStep], _ sent: SentPicture, _ shown: ShownScreen
    ) throws -> ChatRequest {
        let turns = try conversation.turns(
            for: observation, history: history, present: present.picture ?? shown, shownSteps: changes?.earlier,
            exchanges: present.exchanges,
            shown: { step in
                try changes?.shown(in: step.observation.step) ?? .whole(pictures.earlier(step.observation))
            }, reply: said)
        return dialect.request(
            turns, picture: sent.frame.model, reasoning: reasoning, opening: opening,
            seed: seed(at: observation.step))
    }

    /// What an answer says to do. One that means nothing is remembered, so that the model gets it back.
    private func calls(of answer: ModelAnswer, _ reply: ChatReply) throws -> ModelCalls {
        do {
            return try dialect.read(answer.text, answer.frame.model)
        } catch {
            let isFinal = (error as? ActionTextError)?.isFinal ?? false
            present.exchanges.append(.failed(reply, reason: "\(error)"))
            throw UnusableAnswer(answer: answer, reason: "\(error)", isFinal: isFinal)
        }
    }

    private func proposal(
        _ action: Action<ModelSpace>, _ calls: ModelCalls, _ answer: ModelAnswer, _ reply: ChatReply, at step: Int
    ) throws -> Proposal {
        var answer = answer
        do {
            let onScreen = try answer.take(action, unexecuted: calls.unexecuted)
            replies[step] = reply
            var proposal = Proposal(action: onScreen, answer: answer, outcome: calls.end.map(Outcome.init))
            proposal.concerns = calls.concerns
            return proposal
        } catch {
            present.exchanges.append(.failed(reply, reason: "\(error)"))
            throw UnusableAnswer(answer: answer, reason: "\(error)")
        }
    }

    /// A safety check that nobody confirmed ends the episode: the provider would not answer the next request.
    private static func safetyStop(after history: [HistoryStep]) -> Outcome? {
        guard let last = history.last, case .act(let proposal) = last.decision, !proposal.concerns.isEmpty,
            case .refused(let rule) = last.feedback
        else { return nil }
        return .safetyStop(reason: rule)
    }

    /// What the answer is made to begin with; nothing for a model that cannot go on from there.
    private var opening: String { model.continuesOpenings ? dialect.opening : "" }

    /// Another one for each question of the episode.
    private func seed(at step: Int) -> UInt64? {
        seed.map { $0 &+ UInt64(step) << 8 &+ UInt64(present.exchanges.count) }
    }

    /// What was said in an earlier step. The history says it; this object knows it with its tokens and what a server has to get
    /// back, too, if it said it itself. An action of another policy is told as if the model had asked for it.
    private func said(in step: HistoryStep) throws -> ChatReply? {
        guard case .act(let proposal) = step.decision else { return nil }
        let text: String
        if let answer = proposal.answer {
            text = answer.text
        } else {
            let frame = try pictures.frame(of: step.observation.screen.screenshot)
            let action = proposal.action.mapPoints { frame.modelPoint($0).rounded }
            text = dialect.call(action, frame.model) ?? "\(action)"
        }
        if let own = replies[step.observation.step], dialect.text(of: own) == text { return own }
        return dialect.reply(of: text)
    }
}

/// What has been said about one observation without an action.
private struct PresentExchanges {
    var exchanges: [Transcript.Exchange] = []
    /// What was shown when the first of them was said.
    private(set) var picture: ShownScreen?
    /// The reply that asked for the screenshot which comes next.
    var isWaiting: ChatReply?
    private var step = 0
    private var queries = 0

    /// Goes on with a new look, which is the answer to a screenshot asked for, or begins anew.
    mutating func begin(_ observation: Observation, _ shown: ShownScreen, _ image: Image) {
        if let reply = isWaiting, observation.step == step {
            exchanges.append(.query(reply, [.picture(image)]))
        } else if observation.step != step || observation.feedback.isOutdated {
            self = PresentExchanges()
            step = observation.step
        }
        isWaiting = nil
        if exchanges.isEmpty { picture = shown }
    }

    /// Counts something that leads to no action.
    mutating func count(_ answer: ModelAnswer, most: Int) throws {
        queries += 1
        guard queries > most else { return }
        throw UnusableAnswer(
            answer: answer, reason: "\(queries) answers in a row only asked to be shown something; act on what you see")
    }
}

extension Feedback? {
    fileprivate var isOutdated: Bool {
        if case .outdated = self { true } else { false }
    }
}

extension Point {
    /// Whole pixels, as models name them.
    fileprivate var rounded: Point { Point(x: x.rounded(), y: y.rounded()) }
}

extension Outcome {
    /// How a model says that it ends.
    fileprivate init(_ end: ModelEnd) {
        self =
            switch end {
            case .success(let answer): .success(answer: answer)
            case .failure(let reason): .failure(reason: reason)
            case .infeasible(let reason): .infeasible(reason: reason)
            case .refusal(let reason): .refusal(reason: reason)
            }
    }
}

extension ChatReply {
    /// The same as text alone, as a dialect without a server's own tool gets it back.
    fileprivate func asText(_ text: String) -> ChatReply {
        guard text != self.text || !calls.isEmpty || kept != nil else { return self }
        var reply = self
        (reply.text, reply.calls, reply.kept, reply.ids) = (text, [], nil, nil)
        return reply
    }
}
