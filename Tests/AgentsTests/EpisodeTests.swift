import Agents
import Images
import Interaction
import Testing

struct EpisodeTests {
    private let click = Decision.act(Proposal(action: .click(.left, at: Point(x: 1, y: 2))))
    private let key = Decision.act(Proposal(action: .key([Key("Return")])))

    @Test func `an action is announced before the hand moves and recorded whole`() async {
        let log = EventNames()
        let desktop = PaintedDesktop()
        let end = await episode(desktop, [.success(click), .success(.finish(.success(answer: nil)))], log: log).run()
        #expect(end == EpisodeEnd(reason: .finished(.success(answer: nil)), steps: 1))
        #expect(
            await log.names == [
                "started", "observed", "decided", "gated", "announced", "executed", "settled", "observed", "decided",
                "ended",
            ])
        #expect(await desktop.performed == [.click(.left, at: Point(x: 1, y: 2))])
    }

    @Test func `what stood on the screen is written down before the decision, where anybody can tell`() async {
        let log = EventNames()
        let desktop = PaintedDesktop(telling: NothingTold())
        _ = await episode(desktop, [.success(click), .success(.finish(.success(answer: nil)))], log: log).run()
        #expect(await log.names.prefix(4) == ["started", "observed", "listed", "decided"])
        #expect(await log.names.suffix(3) == ["listed", "decided", "ended"])
    }

    @Test func `an action that cannot be written down is not executed`() async {
        let desktop = PaintedDesktop()
        let end = await episode(desktop, [.success(click)], log: EventNames(failingAt: "announced")).run()
        #expect(end.reason == .notRecorded("the disk is full"))
        #expect(await desktop.performed.isEmpty)
    }

    @Test func `terminate with failure is not success`() async {
        let giveUp = Decision.act(Proposal(action: .terminate(.failure)))
        let end = await episode(PaintedDesktop(), [.success(giveUp)]).run()
        #expect(end.reason == .finished(.failure(reason: "the policy gave up")))
    }

    @Test func `an answer given before the end is part of the outcome`() async {
        let say = Decision.act(Proposal(action: .answer("42")))
        let done = Decision.act(Proposal(action: .terminate(.success)))
        let end = await episode(PaintedDesktop(), [.success(say), .success(done)]).run()
        #expect(end.reason == .finished(.success(answer: "42")))
    }

    @Test func `a refused action reaches no hand and is fed back`() async {
        let desktop = PaintedDesktop()
        let policy = PreparedPolicy([.success(click), .success(.finish(.success(answer: nil)))])
        let end = await episode(desktop, policy, gatekeeper: NoClicks()).run()
        #expect(await desktop.performed.isEmpty)
        #expect(await policy.observations.last?.feedback == .refused("no clicks"))
        #expect(end.reason == .finished(.success(answer: nil)))
    }

    @Test func `refusals in a row end the episode`() async {
        let end = await episode(PaintedDesktop(), PreparedPolicy([.success(click)]), gatekeeper: NoClicks()).run()
        #expect(end.reason == .limit("3 actions in a row refused or failed"))
    }

    @Test func `an unusable answer is fed back, and only so often`() async throws {
        let unusable = try unusable("no action in it")
        let policy = PreparedPolicy([.failure(unusable), .success(.finish(.success(answer: nil)))])
        let log = EventNames()
        let end = await episode(PaintedDesktop(), policy, log: log).run()
        #expect(end.reason == .finished(.success(answer: nil)))
        #expect(await policy.observations.last?.feedback == .unusable("no action in it"))
        #expect(await log.names == ["started", "observed", "unusable", "decided", "ended"])

        let stubborn = await episode(PaintedDesktop(), PreparedPolicy([.failure(unusable)])).run()
        #expect(stubborn.reason == .unusableAnswers("no action in it"))
    }

    @Test func `the same action without effect is repeated only so often`() async {
        let desktop = PaintedDesktop(changes: false)
        let end = await episode(desktop, [.success(key)]).run()
        #expect(end.reason == .limit("the same action 5 times in a row without effect"))
        #expect(await desktop.performed.count == 5)
    }

    @Test func `the same action with an effect goes on to the limit of steps`() async {
        let limits = EpisodeLimits(steps: 7)
        let end = await episode(PaintedDesktop(), PreparedPolicy([.success(key)]), limits: limits).run()
        #expect(end == EpisodeEnd(reason: .limit("7 steps"), steps: 7))
    }

    @Test func `the limit in seconds breaks off what is under way`() async {
        /// A policy that does not come to a decision, unless it is cancelled.
        struct Stuck: Policy {
            let name = "stuck"
            func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
                try await Task.sleep(for: .seconds(600))
                return .finish(.success(answer: nil))
            }
        }
        let log = EventNames()
        let start = ContinuousClock.now
        let end = await episode(PaintedDesktop(), Stuck(), log: log, limits: EpisodeLimits(seconds: 0.2)).run()
        #expect(end.reason == .limit("0.2 seconds"))
        #expect(ContinuousClock.now - start < .seconds(60))
        #expect(await log.names.last == "ended")
    }

    @Test func `looking again is logged but is no step`() async {
        let again = Decision.lookAgain(Waiting(what: "'OK' to appear", interval: .milliseconds(1)))
        let policy = PreparedPolicy([.success(again), .success(again), .success(.finish(.success(answer: nil)))])
        let end = await episode(PaintedDesktop(), policy).run()
        #expect(end.steps == 0)
        #expect(await policy.observations.map(\.step) == [1, 1, 1])
        #expect(await policy.histories == [0, 0, 0])
    }

    @Test func `an assertion that does not hold fails the episode`() async {
        let claim = Decision.assertion(AssertionResult(claim: "'Saved' is shown", holds: false, detail: "not found"))
        let end = await episode(PaintedDesktop(), [.success(claim)]).run()
        #expect(end.reason == .assertionFailed("'Saved' is shown: not found"))
    }

    @Test func `a soft assertion that does not hold lets the episode go on and fails it at the end`() async {
        var saved = AssertionResult(claim: "'Saved' is shown", holds: false, detail: "not found")
        saved.isSoft = true
        let hard = AssertionResult(claim: "'Title' is shown", holds: false, detail: "gone")
        let finish = Decision.finish(.success(answer: nil))
        let gone = await episode(PaintedDesktop(), [.success(.assertion(saved)), .success(click), .success(finish)])
            .run()
        #expect(gone.reason == .assertionFailed("'Saved' is shown: not found") && gone.steps == 2)
        let both = await episode(PaintedDesktop(), [.success(.assertion(saved)), .success(.assertion(hard))]).run()
        #expect(both.reason == .assertionFailed("'Saved' is shown: not found; 'Title' is shown: gone"))
        let stuck = Decision.finish(.stuck(reason: "no 'OK'"))
        let given = await episode(PaintedDesktop(), [.success(.assertion(saved)), .success(stuck)]).run()
        #expect(
            given.reason == .finished(.stuck(reason: "no 'OK'; before that, 'Saved' is shown: not found")))
        saved.holds = true
        let held = await episode(PaintedDesktop(), [.success(.assertion(saved)), .success(finish)]).run()
        #expect(held.reason == .finished(.success(answer: nil)))
    }

    @Test func `a lost desktop ends the episode, and is no failure of the policy`() async {
        let desktop = PaintedDesktop(failure: DesktopLost("the X server went away"))
        let end = await episode(desktop, [.success(click)]).run()
        #expect(end.reason == .desktopLost("the X server went away"))
    }

    @Test func `a hand that fails is fed back`() async {
        let policy = PreparedPolicy([.success(click), .success(.finish(.failure(reason: "no way")))])
        let end = await episode(PaintedDesktop(failure: DiskIsFull()), policy).run()
        #expect(await policy.observations.last?.feedback == .failed("the disk is full"))
        #expect(end.reason == .finished(.failure(reason: "no way")))
    }

    @Test func `a dry run decides and judges but executes nothing`() async {
        let desktop = PaintedDesktop()
        let policy = PreparedPolicy([.success(click), .success(.finish(.success(answer: nil)))])
        let dry = Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: Gatekeepers([]), log: EventNames(),
            isDryRun: true)
        #expect(await dry.run().steps == 1)
        #expect(await desktop.performed.isEmpty)
    }

    @Test func `what was decided before a hold is decided anew after it`() async {
        let desktop = PaintedDesktop()
        let log = EventNames()
        let policy = PreparedPolicy([.success(key), .success(.finish(.success(answer: nil)))])
        let held = Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: Gatekeepers([]), log: log,
            supervisor: PreparedSupervisor([.go, .hold("somebody types")]))
        _ = await held.run()
        #expect(await desktop.performed.isEmpty)
        #expect(
            await log.names == [
                "started", "observed", "decided", "paused", "resumed", "outdated", "observed", "decided", "ended",
            ])
    }

    @Test func `the stop chord interrupts`() async {
        let stopped = Episode(
            instruction: "try", desktop: PaintedDesktop(), policy: PreparedPolicy([.success(key)]),
            gatekeeper: Gatekeepers([]), log: EventNames(), supervisor: PreparedSupervisor([.stop("the stop chord")]))
        #expect(await stopped.run().reason == .interrupted("the stop chord"))
    }

    @Test func `a hold and a question to a person end as soon as the run is cancelled`() async {
        /// Somebody who never lets go of the mouse.
        struct Holding: Supervisor {
            func oversight() -> Oversight { .hold("a person uses the mouse") }
            func untilReleased() async -> Oversight {
                try? await Task.sleep(for: .seconds(600))
                return .go
            }
        }
        /// A question that nobody answers.
        struct Unanswered: Gatekeeper {
            func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict {
                try? await Task.sleep(for: .seconds(600))
                return GateVerdict(allowed: true, rule: "nobody answered")
            }
        }
        for (supervisor, gatekeeper, last) in [
            (Holding(), Gatekeepers([]), "paused"), (nil, Unanswered(), "decided"),
        ] as [(Holding?, any Gatekeeper, String)] {
            let (desktop, log) = (PaintedDesktop(), EventNames())
            let episode = Episode(
                instruction: "try", desktop: desktop, policy: PreparedPolicy([.success(key)]), gatekeeper: gatekeeper,
                log: log, supervisor: supervisor)
            let start = ContinuousClock.now
            let run = Task { await episode.run() }
            while await log.names.last != last { await Task.yield() }
            run.cancel()
            guard case .interrupted = await run.value.reason else {
                Issue.record("not interrupted during '\(last)'")
                continue
            }
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(await desktop.performed.isEmpty)
            #expect(await log.names.last == "ended")
        }
    }

    @Test func `cancellation ends the log properly`() async {
        let log = EventNames()
        let desktop = PaintedDesktop()
        let endless = episode(desktop, PreparedPolicy([.success(key)]), log: log, limits: EpisodeLimits(steps: .max))
        let run = Task { await endless.run() }
        while await desktop.performed.isEmpty { await Task.yield() }
        run.cancel()
        #expect(await run.value.reason == .interrupted("stopped by a signal"))
        #expect(await log.names.last == "ended")
    }

    private func episode(
        _ desktop: PaintedDesktop, _ answers: [Result<Decision, UnusableAnswer>], log: EventNames = EventNames()
    ) -> Episode {
        episode(desktop, PreparedPolicy(answers), log: log)
    }

    private func episode(
        _ desktop: PaintedDesktop, _ policy: any Policy, log: EventNames = EventNames(),
        gatekeeper: any Gatekeeper = Gatekeepers([]), limits: EpisodeLimits = EpisodeLimits()
    ) -> Episode {
        Episode(
            instruction: "try", desktop: desktop, policy: policy, gatekeeper: gatekeeper, log: log, limits: limits)
    }

    private func unusable(_ reason: String) throws -> UnusableAnswer {
        let frame = CoordinateFrame(screen: Size(width: 4, height: 3), capture: Box(x: 0, y: 0, width: 4, height: 3))
        return UnusableAnswer(
            answer: ModelAnswer(
                dialect: "computer_use", request: nil, picture: nil, frame: frame, text: "I am not sure", action: nil),
            reason: reason)
    }
}
