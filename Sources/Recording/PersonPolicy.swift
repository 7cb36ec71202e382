package import Agents
import Images
import Interaction

/// A person at the desktop, as the loop sees it: each gesture is a decision, which is carried out already.
///
/// While the person does nothing and the screen changes by itself, the loop looks again, so that each step is shown what the
/// person saw before it.
package actor PersonPolicy: Policy {
    package nonisolated let name = "person"
    private let queue: GestureQueue
    private let desktop: WatchedDesktop
    private let naming: TargetNaming
    private let told: @Sendable (String) -> Void
    /// The script so far.
    package private(set) var steps = RecordedSteps()
    /// - Parameters:
    ///   - queue: what the person does there.
    ///   - told: called with each step in words.
    package init(
        _ queue: GestureQueue, on desktop: WatchedDesktop, naming: TargetNaming,
        told: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        (self.queue, self.desktop, self.naming, self.told) = (queue, desktop, naming, told)
    }

    package func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if let move = desktop.move() { return act(.mouseMove(move)) }
        while true {
            try Task.checkCancellation()
            switch queue.next {
            case .gesture(let gesture):
                if let earlier = showBetterLook(before: gesture.began) { return earlier }
                queue.removeFirst()
                if let decision = await decision(gesture) { return decision }
            case .lost:
                if let earlier = showBetterLook(before: queue.now) { return earlier }
                return .finish(.success(answer: nil))
            case .underWay, .nothing: try await desktop.sample()
            }
        }
    }

    /// What has to come before a gesture, so that the look before it is the one that the person had.
    private func showBetterLook(before time: Duration) -> Decision? {
        guard let look = desktop.better(before: time) else { return nil }
        if let move = desktop.show(look) { return act(.mouseMove(move)) }
        return .lookAgain(Waiting(what: "the person", interval: .milliseconds(1)))
    }

    private func decision(_ gesture: RecordedGesture) async -> Decision? {
        let look = desktop.shown.flatMap { $0.isPassing || $0.time > gesture.began ? nil : $0 }
        switch gesture.meaning {
        case .finish: return .finish(.success(answer: nil))
        case .assert(let point): return await claim(at: point, look)
        case .act(let action):
            var grounding: Grounding?
            if case .click(_, _, let point?, _) = action, let look {
                grounding = await named(at: point, isOnText: gesture.isOnText, look)
            }
            return act(action, grounding, on: look?.screen)
        }
    }

    private func act(
        _ action: Action<ScreenSpace>, _ grounding: Grounding? = nil, on screen: ScreenState? = nil
    ) -> Decision {
        let count = steps.steps.count
        steps.add(action, grounding, on: screen)
        for step in steps.steps.dropFirst(count) { told("\(step)") }
        return .act(
            Proposal(
                action: action, groundings: grounding.map { [0: $0] } ?? [:], expectation: Self.expectation(action),
                isBoundToLook: false))
    }

    /// The name of a place. Finding it may take a second, in which the person goes on and is watched.
    private func named(at point: Point<ScreenSpace>, isOnText: Bool, _ look: PersonLook) async -> Grounding? {
        let (naming, desktop) = (naming, desktop)
        return await withTaskGroup(of: Grounding??.self) { group in
            group.addTask {
                .some(await naming.grounding(at: point, isOnText: isOnText, on: look.screen, look.list))
            }
            group.addTask {
                // Where the display is lost, the loop finds out.
                while !Task.isCancelled { do { try await desktop.sample() } catch { break } }
                return nil
            }
            defer { group.cancelAll() }
            for await found in group { if let found { return found } }
            return nil
        }
    }

    /// What the person points at and wants to find there again.
    private func claim(at point: Point<ScreenSpace>, _ look: PersonLook?) async -> Decision? {
        guard let look, let grounding = await named(at: point, isOnText: false, look) else {
            told("nothing that can be named is under the pointer: no check was recorded")
            return nil
        }
        steps.claim(grounding.target)
        told("check: \(grounding.target) is on the screen")
        return .assertion(
            AssertionResult(
                claim: "\(grounding.target) is on the screen", holds: true, detail: "the person pointed at it",
                grounding: grounding))
    }

    private static func expectation(_ action: Action<ScreenSpace>) -> SettleExpectation? {
        var expectation = SettleExpectation()
        expectation.pressed = PressedWidget(action)
        return expectation
    }
}
