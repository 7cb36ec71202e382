package import Agents
package import Interaction

/// Carries out scripts that come one after another, from whoever calls ``run(_:)``, until ``finish()``.
///
/// The episode waits between them, and each begins with a new look. Calls take their turns.
package actor CalledPolicy: Policy {
    package nonisolated let name: String
    package nonisolated let outlivesPrograms = true
    private let resolver: any TargetResolving
    private let icons: (any TargetResolving)?
    private var current: Call?
    private var queue: [Call] = []
    private var lastNumber = 0
    /// Why no more calls are taken.
    private var over: Over?
    /// Resumed when there is something to do for the episode, which waits.
    private var idle: CheckedContinuation<Void, Never>?
    private var hasLooked = false
    /// Whether the desktop was changed by another way than the hand since the last look.
    private var isOutdated = false
    /// Who waits for the end of what is carried out.
    private var watchers: [Int: CheckedContinuation<Void, Never>] = [:]
    /// Who waits for the first look.
    private var beginners: [CheckedContinuation<Void, any Error>] = []

    /// What became of a script.
    package struct Ending: Sendable {
        /// How it ended: in success, or with what kept it from it.
        package let outcome: Outcome
        /// What its claims came to, in their order.
        package let assertions: [AssertionResult]
    }

    /// No more calls are taken.
    package struct Over: Error, Sendable, CustomStringConvertible {
        /// Why.
        package let description: String
    }

    /// A call was cancelled before its turn came.
    package struct NotBegun: Error {}

    /// A script that is carried out, or waits for its turn.
    private struct Call {
        let number: Int
        let policy: ScriptedPolicy
        let continuation: CheckedContinuation<Ending, any Error>
        var assertions: [AssertionResult] = []
        var isCancelled = false
        /// Whether it has acted, so that what is said of the last action is about one of its own.
        var hasActed = false
    }

    /// - Parameters:
    ///   - name: as traces call it.
    ///   - resolver: finds targets in words.
    ///   - icons: finds icons too, for an action whose target is not there as words.
    package init(name: String, resolver: any TargetResolving, icons: (any TargetResolving)? = nil) {
        self.name = name
        self.resolver = resolver
        self.icons = icons
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        noteLook()
        if let decision = try await proceed(on: observation, history) { return decision }
        while queue.isEmpty {
            guard over == nil else { return isOutdated ? lookOnceMore() : .finish(.success(answer: nil)) }
            await withCheckedContinuation { idle = $0 }
            try Task.checkCancellation()
        }
        current = queue.removeFirst()
        // What was seen when the last call ended may be long ago.
        return lookOnceMore()
    }

    private func lookOnceMore() -> Decision {
        isOutdated = false
        return .lookAgain(Waiting(what: "a call", interval: .milliseconds(1)))
    }

    /// The desktop was changed by another way than the hand: there is to be another look before the end.
    package func noteChange() { isOutdated = true }

    /// The next decision of the current script; `nil` when there is none.
    private func proceed(on observation: Observation, _ history: [HistoryStep]) async throws -> Decision? {
        guard let call = current else { return nil }
        guard !call.isCancelled else { return end(.failure(CancellationError())) }
        // That the gate refused the call before, or that it failed, is not this one's affair.
        let own = Observation(
            step: observation.step, instruction: observation.instruction, screen: observation.screen,
            feedback: call.hasActed ? observation.feedback : nil)
        let decision: Decision
        do {
            decision = try await call.policy.decide(own, history: history)
        } catch {
            return end(.failure(error))
        }
        switch decision {
        case .act(let proposal):
            // It would end the episode, and the desktop with it; it is the call that has come to its end.
            if let outcome = proposal.callOutcome {
                return end(.success(Ending(outcome: outcome, assertions: current?.assertions ?? [])))
            }
            current?.hasActed = true
            return decision
        case .lookAgain: return decision
        case .finish(let outcome):
            return end(.success(Ending(outcome: outcome, assertions: current?.assertions ?? [])))
        case .assertion(let result):
            current?.assertions.append(result)
            guard !result.holds else { return decision }
            // The claim fails its call; as a decision it would end the episode, and the desktop with it.
            let outcome = Outcome.failure(reason: "\(result.claim): \(result.detail)")
            return end(.success(Ending(outcome: outcome, assertions: current?.assertions ?? [])))
        }
    }

    private func end(_ result: Result<Ending, any Error>) -> Decision? {
        current?.continuation.resume(with: result)
        current = nil
        return nil
    }

    /// Waits until the episode has looked for the first time: until then the desktop is being set up.
    ///
    /// - Throws: ``Over`` when it ended before.
    package func begin() async throws {
        guard !hasLooked else { return }
        if let over { throw over }
        try await withCheckedThrowingContinuation { beginners.append($0) }
    }

    private func noteLook() {
        hasLooked = true
        for beginner in beginners { beginner.resume() }
        beginners = []
    }

    /// Carries a script out, after those that were called before.
    ///
    /// - Throws: ``Over``; what finding a target throws; `CancellationError` when the task is cancelled, after the step that is
    ///   under way, and ``NotBegun`` where none was.
    package func run(_ script: Script) async throws -> Ending {
        if let over { throw over }
        lastNumber += 1
        let number = lastNumber
        // A client would rather hear soon that something is not there, and look.
        let policy = ScriptedPolicy(
            script, resolver: resolver, icons: icons,
            patience: ScriptedPolicy.Patience(target: .seconds(3), words: .seconds(1)))
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue.append(Call(number: number, policy: policy, continuation: continuation))
                wake()
            }
        } onCancel: {
            Task { await self.cancel(number) }
        }
    }

    /// Waits until the call that is carried out was cancelled, or the task is.
    package func untilWithdrawn() async {
        lastNumber += 1
        let number = lastNumber
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled || current?.isCancelled == true { return continuation.resume() }
                watchers[number] = continuation
            }
        } onCancel: {
            Task { await self.endWatch(number) }
        }
    }

    private func endWatch(_ number: Int) { watchers.removeValue(forKey: number)?.resume() }

    /// Breaks off what is carried out, as when its caller has cancelled it.
    package func withdraw() {
        if let number = current?.number { cancel(number) }
    }

    private func cancel(_ number: Int) {
        if current?.number == number {
            current?.isCancelled = true
            for watcher in watchers.values { watcher.resume() }
            watchers = [:]
        }
        guard let place = queue.firstIndex(where: { $0.number == number }) else { return }
        queue.remove(at: place).continuation.resume(throwing: NotBegun())
    }

    /// Ends the episode when the calls before are done.
    package func finish() {
        over = over ?? Over(description: "the desktop was stopped")
        wake()
    }

    /// The episode has ended: nobody carries out what is called any more.
    package func close(because reason: String) {
        let end = Over(description: reason)
        over = end
        let open = [current].compactMap(\.self) + queue
        (current, queue) = (nil, [])
        for call in open { call.continuation.resume(throwing: end) }
        for beginner in beginners { beginner.resume(throwing: end) }
        beginners = []
        wake()
    }

    private func wake() {
        idle?.resume()
        idle = nil
    }
}

extension Proposal {
    /// How a call ends with it; `nil` where it is an action of the hand.
    fileprivate var callOutcome: Outcome? {
        switch action {
        case .terminate(.success): outcome ?? .success(answer: nil)
        case .terminate(.failure): outcome ?? .failure(reason: "the call says so itself")
        default: outcome
        }
    }
}
