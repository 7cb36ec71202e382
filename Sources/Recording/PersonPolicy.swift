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
    /// The latest looks, and what programs told of them; the newest last.
    private var looks: [Look] = []

    /// A look, and when it was taken.
    private struct Look {
        let time: Duration
        let screen: ScreenState
        let list: ElementList?
    }

    private static let mostLooks = 4

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
        let time = queue.now
        try await desktop.watchPerson()
        looks.append(Look(time: time, screen: observation.screen, list: await observation.screen.elementsTold()))
        if looks.count > Self.mostLooks { looks.removeFirst() }
        while true {
            try Task.checkCancellation()
            switch queue.next() {
            case .gesture(let gesture):
                if let decision = await decision(gesture) { return decision }
            case .lost: return .finish(.success(answer: nil))
            case .underWay: try await Task.sleep(for: .milliseconds(20))
            case .nothing:
                if try await desktop.changesByItself() {
                    return .lookAgain(Waiting(what: "the person", interval: .milliseconds(1)))
                }
                if !queue.hasMore { try await desktop.watchPerson() }
            }
        }
    }

    private func decision(_ gesture: RecordedGesture) async -> Decision? {
        let look = look(before: gesture.began)
        switch gesture.meaning {
        case .finish: return .finish(.success(answer: nil))
        case .assert(let point): return await claim(at: point, look)
        case .act(let action):
            var grounding: Grounding?
            if case .click(_, _, let point?, _) = action {
                grounding = await naming.grounding(at: point, on: look.screen, look.list)
            }
            steps.add(action, grounding, on: look.screen)
            if let step = steps.steps.last { told("\(step)") }
            return .act(
                Proposal(
                    action: action, groundings: grounding.map { [0: $0] } ?? [:], expectation: Self.expectation(action),
                    isBoundToLook: false))
        }
    }

    /// What the person points at and wants to find there again.
    private func claim(at point: Point<ScreenSpace>, _ look: Look) async -> Decision? {
        guard let grounding = await naming.grounding(at: point, on: look.screen, look.list) else {
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

    /// The last look before a gesture began; the first of those that are kept, if all are later.
    private func look(before time: Duration) -> Look { looks.last { $0.time <= time } ?? looks[0] }

    private static func expectation(_ action: Action<ScreenSpace>) -> SettleExpectation? {
        var expectation = SettleExpectation()
        expectation.pressed = PressedWidget(action)
        return expectation
    }
}
