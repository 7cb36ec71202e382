import Tensors

/// Answers that are written side by side, a token of each at a time: requests join and leave between steps.
///
/// What an answer says does not depend on the others: each has its own cache, positions, sampler and constraint. It belongs to
/// one thread at a time.
package final class AnswerBatch {
    /// Takes an answer when it has ended; one that was cancelled too.
    package typealias Completion = (Result<Answer, QwenError>) -> Void

    private struct Member {
        let answer: StartedAnswer
        let isCancelled: () -> Bool
        let beginning: ContinuousClock.Instant
        let completion: Completion

        var id: ObjectIdentifier { ObjectIdentifier(answer.generation) }
    }

    /// How many tokens of a prompt are read between two steps of the others.
    private static let tokensBetweenSteps = 128

    private let model: QwenModel
    private let reading: LanguageWorkspace
    private let writing: LanguageWorkspace
    private var members: [Member] = []
    private let clock = ContinuousClock()
    private let onStep: (Int) -> Void

    /// - Parameter onStep: told how many answers a step went on with.
    package init(_ model: QwenModel, onStep: @escaping (Int) -> Void = { _ in }) {
        self.model = model
        self.onStep = onStep
        reading = LanguageWorkspace(model.language.configuration)
        writing = LanguageWorkspace(model.language.configuration)
    }

    /// How many answers are being written.
    package var count: Int { members.count }

    /// Reads a request's prompt, between whose pieces the others go on, and adds its answer.
    ///
    /// - Parameters:
    ///   - isCancelled: asked every few milliseconds while the prompt is read, and before each step.
    ///   - completion: called by this or a later call of ``add(_:isCancelled:completion:)`` or ``step()``.
    package func add(_ ask: QwenModel.Ask, isCancelled: @escaping () -> Bool, completion: @escaping Completion) {
        let answer: StartedAnswer
        do throws(QwenError) {
            answer = model.start(
                try model.prepare(ask), reading, isCancelled: isCancelled,
                pause: ReadingPause(tokens: Self.tokensBetweenSteps, isWanted: { !self.members.isEmpty }) {
                    self.step()
                })
        } catch {
            return completion(.failure(error))
        }
        let member = Member(
            answer: answer, isCancelled: isCancelled, beginning: clock.now, completion: completion)
        guard let logits = answer.logits else { return end(member, nil) }
        do throws(QwenError) {
            try answer.generation.take(logits)
        } catch {
            return end(member, error)
        }
        guard answer.generation.finish == nil else { return end(member, nil) }
        members.append(member)
    }

    /// Goes on with every answer by a token.
    package func step() {
        for member in take({ $0.isCancelled() }) {
            member.answer.generation.end(.cancelled)
            end(member, nil)
        }
        guard !members.isEmpty else { return }
        onStep(members.count)
        let active = members
        // One that leaves does not hold up the others for longer than the step; the last one that leaves breaks it off.
        let errors = model.language.engine.interruptible(by: { active.allSatisfy { $0.isCancelled() } }) { engine in
            model.language.advance(active.map(\.answer.generation), writing, on: engine)
        }
        var failures: [ObjectIdentifier: QwenError] = [:]
        for (member, error) in zip(active, errors ?? []) { failures[member.id] = error }
        for member in take({ failures[$0.id] != nil || $0.answer.generation.finish != nil }) {
            end(member, failures[member.id])
        }
    }

    private func take(_ isWanted: (Member) -> Bool) -> [Member] {
        let taken = members.filter(isWanted)
        let ids = Set(taken.map(\.id))
        members.removeAll { ids.contains($0.id) }
        return taken
    }

    private func end(_ member: Member, _ error: QwenError?) {
        member.answer.keep()
        if let error { return member.completion(.failure(error)) }
        member.completion(.success(member.answer.answer(decode: clock.now - member.beginning)))
    }
}

/// What is done between pieces of a prompt while it is read.
struct ReadingPause {
    /// The most tokens of a piece.
    let tokens: Int
    /// Whether there is anything to be done; otherwise the prompt is read in pieces as long as ever.
    let isWanted: () -> Bool
    let body: () -> Void

    /// Does it if it is wanted.
    func take() { if isWanted() { body() } }
}
