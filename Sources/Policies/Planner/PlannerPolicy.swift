package import Agents
package import Dialects
import Images
package import Interaction
package import Models

/// Makes the list of a screen's elements.
package typealias ElementListing = @Sendable (_ screen: ScreenState) async throws -> ElementList

/// Has one model decide what is to be done and to what, and a grounder find where that is.
///
/// The planner is shown the elements of the screen as text, the screenshot with their numbers, or both. It answers with an
/// action at an element's number or at words. What cannot be found, or is there several times, goes back to it with the reason.
package actor PlannerPolicy: Policy {
    package nonisolated let name: String
    private let model: any ChatModel
    /// The family's way of sampling.
    private let family: Dialect
    private let view: PlannerView
    private let elements: ElementListing
    private let places: any PlaceFinding
    private let seed: UInt64?
    private var numbers = ElementNumbers()
    private var look: PlannerLook?
    /// What has been said about the present look without an action.
    private var failures: [(text: String, reason: String)] = []

    /// - Parameters:
    ///   - family: the dialect of the model, whose sampling is used.
    ///   - view: what it is shown.
    ///   - elements: lists the elements of a screen.
    ///   - places: finds the places of words.
    ///   - seed: random seed of this episode, where answers are sampled; the model's own when `nil`.
    package init(
        _ model: any ChatModel, family: Dialect, view: PlannerView, elements: @escaping ElementListing,
        places: any PlaceFinding, seed: UInt64? = nil
    ) {
        self.model = model
        self.family = family
        self.view = view
        self.elements = elements
        self.places = places
        self.seed = seed
        name = "\(model.name) with \(places.name)"
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        let look = try await present(observation)
        let request = request(for: observation, history: history, look)
        let reply = try await model.answer(request)
        var answer = ModelAnswer(
            dialect: Planner.name, request: reply.exchange?.request ?? request.description, picture: look.picture,
            frame: observation.screen.screenshot.frame, text: Planner.text(of: reply), action: nil,
            promptTokens: reply.promptTokens, answerTokens: reply.answerTokens)
        answer.exchange = reply.modelExchange
        answer.listsElements = view.hasList
        let reading: Planner.Reading
        do { reading = try Planner.read(answer.text) } catch { throw unusable(answer, error) }
        switch reading {
        case .refusal(let reason):
            answer.action = .terminate(.failure)
            return .act(Proposal(action: .terminate(.failure), answer: answer, outcome: .refusal(reason: reason)))
        case .step(let step): return try await act(step, answer, look, on: observation.screen)
        }
    }

    /// The present look at a screen; the same one for as long as the screen was not looked at anew.
    private func present(_ observation: Observation) async throws -> PlannerLook {
        if let look, look.step == observation.step, case .unusable = observation.feedback { return look }
        failures = []
        var shown = try await elements(observation.screen)
        shown.hidden = []
        let list = numbers.numbered(shown)
        let new = PlannerLook(observation, list, view)
        look = new
        return new
    }

    private func request(for observation: Observation, history: [HistoryStep], _ look: PlannerLook) -> ChatRequest {
        let planner = Planner(view)
        var turns = [ChatTurn.system(planner.system)]
        var beside = "Instruction: \(observation.instruction)"
        for step in history {
            guard case .act(let proposal) = step.decision else { continue }
            turns.append(.user([.text(beside)]))
            turns.append(.assistant(ChatReply(text: proposal.answer?.text ?? "\(proposal.action)")))
            beside = ModelConversation.outcome(of: step).words
        }
        if case .outdated(let reason) = observation.feedback {
            beside += "\nYour last answer was not carried out: \(reason). Answer for the screen as it is now."
        }
        beside += "\n\n" + planner.words(screen: observation.screen.screenshot.screen, list: look.text)
        turns.append(.user([.text(beside)] + (look.picture.map { [.picture($0)] } ?? [])))
        for failure in failures {
            if !failure.text.isEmpty { turns.append(.assistant(ChatReply(text: failure.text))) }
            turns.append(.user([.text("That answer cannot be carried out: \(failure.reason). Answer again.")]))
        }
        return ChatRequest(
            turns: turns, form: planner.form, sampling: family.sampling, seed: seed(at: observation.step),
            maximumTokens: max(family.maximumTokens ?? 0, 2048))
    }

    /// Another one for each question of the episode.
    private func seed(at step: Int) -> UInt64? {
        seed.map { $0 &+ UInt64(step) << 8 &+ UInt64(failures.count) }
    }

    private func act(
        _ step: PlannerStep, _ answer: ModelAnswer, _ look: PlannerLook, on screen: ScreenState
    ) async throws -> Decision {
        var answer = answer
        var found: [FoundPlace] = []
        for place in step.places {
            found.append(try await self.place(place, look, on: screen))
            guard case .failure(let error)? = found.last?.place else { continue }
            throw unusable(answer, error, found)
        }
        let groundings = found.compactMap { try? $0.place.get() }
        let points = groundings.map { grounding in
            let point = grounding.candidates[grounding.chosen].point
            // A screenshot is its own model's picture, so its pixels are that picture's.
            return Point<ModelSpace>(x: point.x, y: point.y)
        }
        guard let action = step.action(at: points) else { throw unusable(answer, .noAction, found) }
        do {
            let onScreen = try answer.take(action, unexecuted: step.unexecuted)
            var proposal = Proposal(action: onScreen, answer: answer, groundings: step.groundings(groundings))
            proposal.groundingAnswers = found.compactMap(\.answer)
            return .act(proposal)
        } catch {
            throw unusable(answer, .unsuitable("\(error)"), found)
        }
    }

    private func place(
        _ place: PlannerPlace, _ look: PlannerLook, on screen: ScreenState
    ) async throws -> FoundPlace {
        switch place {
        case .words(let target): return try await places.find(target, on: screen)
        case .element(let number):
            guard let grounding = look.grounding(of: number) else {
                return FoundPlace(.failure(.unknownElement(number)))
            }
            return FoundPlace(.success(grounding))
        }
    }

    /// Remembers an answer that cannot be used, so that the planner gets it back.
    private func unusable(
        _ answer: ModelAnswer, _ error: PlannerAnswerError, _ found: [FoundPlace] = []
    ) -> UnusableAnswer {
        failures.append((answer.text, error.description))
        return UnusableAnswer(
            answer: answer, reason: error.description, groundingAnswers: found.compactMap(\.answer))
    }
}

/// What a planner is shown of one look.
private struct PlannerLook {
    let step: Int
    let text: String
    /// The screenshot with numbers; `nil` where no picture is shown.
    let picture: Image?
    private let list: ElementList
    private let frame: CoordinateFrame

    init(_ observation: Observation, _ list: ElementList, _ view: PlannerView) {
        step = observation.step
        self.list = list
        let screenshot = observation.screen.screenshot
        frame = screenshot.frame
        text = view.hasList ? Self.text(of: list) : ""
        picture = view.hasPicture ? ElementMarks(list).drawn(on: screenshot) : nil
    }

    /// Long enough to read a document in.
    private static func text(of list: ElementList) -> String {
        ElementText(list, fold: 40, maximumLength: 12_000, lengths: .init(name: 160, value: 2000)).text
    }

    /// The place of the element with a number.
    func grounding(of number: Int) -> Grounding? {
        guard let element = list[number] else { return nil }
        let candidate = Candidate(
            box: frame.imageBox(element.box), point: frame.imagePoint(element.point),
            text: element.name.isEmpty ? element.role.name : element.name, confidence: element.confidence, isExact: true
        )
        return Grounding(
            target: Target(element.name, role: element.role), grounder: "elements", candidates: [candidate], chosen: 0,
            rule: "number", element: element)
    }
}
