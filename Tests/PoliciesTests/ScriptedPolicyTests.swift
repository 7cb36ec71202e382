import Agents
import Images
import Interaction
import Policies
import Synchronization
import Testing

@Suite struct ScriptedPolicyTests {
    private let time = Time()

    private func policy(_ steps: [ScriptStep], on places: Places = Places([:])) -> ScriptedPolicy {
        ScriptedPolicy(Script(steps: steps), resolver: places, now: { [time] in time.now })
    }

    @Test func `actions come in order and the end is success`() async throws {
        let policy = policy(
            [.act(.type("a")), .actOn(Target("OK"), .click(.right)), .act(.answer("42"))], on: Places(["OK": 1]))
        #expect(try await policy.next() == .act(.type("a")))
        #expect(try await policy.next(executed) == .act(.click(.right, at: Point(x: 30, y: 20))))
        #expect(try await policy.next(executed) == .act(.answer("42")))
        #expect(try await policy.next(executed) == .finish(.success(answer: "42")))
    }

    @Test func `a target is waited for until it appears`() async throws {
        let places = Places([:])
        let policy = policy([.actOn(Target("OK"), .move)], on: places)
        #expect(try await policy.next() == .look("'OK' to appear"))
        time.advance(by: .seconds(9))
        #expect(try await policy.next() == .look("'OK' to appear"))
        places.set(["OK": 1])
        #expect(try await policy.next() == .act(.mouseMove(Point(x: 30, y: 20))))
    }

    @Test func `an icon is taken only when its words have not come for a while, and never by a wait`() async throws {
        func policy(_ step: ScriptStep) -> ScriptedPolicy {
            ScriptedPolicy(
                Script(steps: [step]), resolver: Places([:]), icons: Places(["OK": 1]), now: { [time] in time.now })
        }
        let acting = policy(.actOn(Target("OK"), .move))
        #expect(try await acting.next() == .look("'OK' to appear"))
        time.advance(by: .seconds(2))
        #expect(try await acting.next() == .look("'OK' to appear"))
        time.advance(by: .seconds(2))
        #expect(try await acting.next() == .act(.mouseMove(Point(x: 30, y: 20))))
        let waiting = policy(.waitFor(Target("OK"), present: true, timeout: .seconds(10)))
        #expect(try await waiting.next() == .look("'OK' to appear"))
        time.advance(by: .seconds(9))
        #expect(try await waiting.next() == .look("'OK' to appear"))
    }

    @Test func `a batch begins when all of its targets are there`() async throws {
        let places = Places(["OK": 1])
        let batch = ScriptStep.batch([
            .act(.type("a")), .actOn(Target("OK"), .click(.left)), .actOn(Target("Bin"), .dragTo()),
        ])
        let policy = policy([batch], on: places)
        #expect(try await policy.next() == .look("'Bin' to appear"))
        places.set(["OK": 1, "Bin": 1])
        let place = Point<ScreenSpace>(x: 30, y: 20)
        #expect(
            try await policy.next()
                == .act(.batch([.type("a"), .click(.left, at: place), .leftClickDrag(to: place, path: [])])))
    }

    @Test func `a target of a batch that never appears is named, with what a batch needs`() async throws {
        let policy = policy([.batch([.act(.type("a")), .actOn(Target("OK"), .click(.left))])])
        _ = try await policy.next()
        time.advance(by: .seconds(11))
        let end = try await policy.next()
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("'OK' did not appear within 10.0 s; a batch begins when all of its targets are there"))
    }

    @Test func `the pointer is moved away from a tooltip once, and the target looked for again`() async throws {
        let places = Places([:])
        let policy = policy([.act(.type("a")), .actOn(Target("OK"), .click(.left))], on: places)
        let tip = [popup(isTooltip: true)]
        let pointer = Point<ScreenSpace>(x: 20, y: 10)
        #expect(try await policy.next() == .act(.type("a")))
        #expect(try await policy.next(executed, windows: tip, pointer: pointer) == .look("'OK' to appear"))
        #expect(try await policy.next(windows: tip, pointer: pointer) == .act(.mouseMove(Point(x: 108, y: 54))))
        #expect(try await policy.next(executed, windows: tip, pointer: pointer) == .look("'OK' to appear"))
        places.set(["OK": 1])
        #expect(try await policy.next() == .act(.click(.left, at: Point(x: 30, y: 20))))
    }

    @Test func `a move away from a tooltip that is refused names the step it was for`() async throws {
        let policy = policy([.act(.type("a")), .actOn(Target("OK"), .click(.left))])
        let tip = [popup(isTooltip: true)]
        let pointer = Point<ScreenSpace>(x: 20, y: 10)
        _ = try await policy.next()
        _ = try await policy.next(executed, windows: tip, pointer: pointer)
        _ = try await policy.next(windows: tip, pointer: pointer)
        let end = try await policy.next(.refused("regions"))
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("step 2 of 2"), "\(reason)")
    }

    @Test(arguments: [(false, 20.0), (true, 40.0)])
    func `the pointer stays where a menu is open`(isTooltip: Bool, x: Double) async throws {
        let policy = policy([.actOn(Target("OK"), .click(.left))])
        for _ in 0..<3 {
            let decided = try await policy.next(
                windows: [popup(isTooltip: isTooltip)], pointer: Point(x: x, y: 20))
            #expect(decided == .look("'OK' to appear"))
        }
    }

    /// A popup of 40x20 pixels at (30, 15).
    private func popup(isTooltip: Bool) -> WindowInfo {
        let box = Box<ScreenSpace>(x: 30, y: 15, width: 40, height: 20)
        return WindowInfo(
            id: WindowID(1), title: "", instance: "", className: "", process: nil, program: nil, frame: box,
            content: box, isActive: false, isMinimised: false, isPopup: true, isTooltip: isTooltip)
    }

    @Test func `a target that never appears fails with the step and what is there`() async throws {
        let policy = policy([.act(.type("a")), .actOn(Target("OK"), .click(.left))], on: Places(["Cancel": 1]))
        _ = try await policy.next()
        #expect(try await policy.next(executed) == .look("'OK' to appear"))
        time.advance(by: .seconds(11))
        // However slow the first look was, there is a second one.
        let end = try await policy.next()
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("step 2 of 2") && reason.contains("'OK' did not appear within 10.0 s"), "\(reason)")
        #expect(reason.contains("what can be read is 'Cancel'"), "\(reason)")
    }

    @Test func `waits pass at once when they are met and time out when not`() async throws {
        let policy = policy(
            [
                .waitFor(Target("OK"), present: true, timeout: .seconds(2)),
                .waitFor(Target("OK"), present: false, timeout: .seconds(2)),
            ],
            on: Places(["OK": 1]))
        #expect(try await policy.next() == .look("'OK' to disappear"))
        time.advance(by: .seconds(3))
        let end = try await policy.next()
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("did not disappear within 2.0 s"))
    }

    @Test func `assertions are given a moment and then reported`() async throws {
        let policy = policy(
            [.assert(Target("OK"), present: true), .assert(Target("Error"), present: false)], on: Places(["Error": 2]))
        #expect(try await policy.next() == .look("'OK' to appear"))
        time.advance(by: .seconds(3))
        #expect(try await policy.next() == .claim("'OK' is on the screen", holds: false))
        #expect(try await policy.next() == .look("'Error' to disappear"))
        time.advance(by: .seconds(3))
        #expect(try await policy.next() == .claim("'Error' is not on the screen", holds: false))
    }

    @Test func `a tie is refused with the candidates, but counts as present`() async throws {
        let places = Places(["OK": 2])
        #expect(
            try await policy([.waitFor(Target("OK"), present: true, timeout: .seconds(2))], on: places).next()
                == .finish(.success(answer: nil)))
        let end = try await policy([.actOn(Target("OK"), .click(.left))], on: places).next()
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("on the screen 2 times") && reason.contains("nth"), "\(reason)")
    }

    @Test(arguments: [Feedback.refused("chords.deny: 'Return'"), .failed("the window is gone")])
    func `a refused or failed action ends the script in failure`(feedback: Feedback) async throws {
        let policy = policy([.act(.type("a")), .act(.type("b"))])
        _ = try await policy.next()
        let end = try await policy.next(feedback)
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains(#"step 1 of 2, {"action":"type","text":"a"}"#), "\(reason)")
    }

    @Test func `recorded answers are given once more`() async throws {
        let policy = ReplayedPolicy(
            [ReplayedAnswer(.act(.type("a"))), ReplayedAnswer(.finish(.success(answer: nil)))], trace: "t")
        #expect(policy.name == "replay:t")
        #expect(try await policy.next() == .act(.type("a")))
        #expect(try await policy.next(executed) == .finish(.success(answer: nil)))
        let end = try await policy.next(executed)
        guard case .finish(.stuck(let reason)) = end else { throw Unexpected(end) }
        #expect(reason.contains("ends after 2 answers"))
    }

    @Test func `a policy's name is read, or refused with the forms`() throws {
        let forms = [PolicyForm("script"), PolicyForm("replay", needs: "TRACE")]
        #expect(try PolicyName("script", forms: forms) == .script)
        #expect(try PolicyName("replay:a:b", forms: forms) == .replay(trace: "a:b"))
        #expect(try PolicyName("qwen:a:b", forms: forms) == .qwen(model: "a:b"))
        #expect(try PolicyName("anthropic:x", forms: forms) == .server(model: "anthropic:x"))
        #expect(try PolicyName("mine", forms: forms, models: ["mine"]) == .server(model: "mine"))
        for text in ["", "scripts", "replay", "replay:", "script:x", "qwen", "qwen:", "openai", "gemini:"] {
            let error = #expect(throws: PolicyNameError.self) { try PolicyName(text, forms: forms) }
            let words = error?.description ?? ""
            #expect(["script", "TRACE", "DIR", "MODEL"].contains { words.contains($0) }, "\(words)")
        }
    }
}

private let executed = Feedback.executed(changed: true, unexecuted: [])

private struct Unexpected: Error {
    let decided: Decided
    init(_ decided: Decided) { self.decided = decided }
}

/// A decision as far as these tests compare it.
private enum Decided: Equatable {
    case act(Action<ScreenSpace>)
    case look(String)
    case claim(String, holds: Bool)
    case finish(Outcome)
}

extension Policy {
    fileprivate func next(
        _ feedback: Feedback? = nil, windows: [WindowInfo] = [], pointer: Point<ScreenSpace> = Point(x: 0, y: 0)
    ) async throws -> Decided {
        let image = Image(width: 100, height: 50) { bytes in bytes.initializeMemory(as: UInt8.self, repeating: 0) }
        let shot = Screenshot(
            image: image, screen: Size(width: 120, height: 60), capture: Box(x: 20, y: 10, width: 100, height: 50))
        let screen = ScreenState(screenshot: shot, pointer: pointer, windows: windows)
        let observation = Observation(step: 1, instruction: "", screen: screen, feedback: feedback)
        switch try await decide(observation, history: []) {
        case .act(let proposal): return .act(proposal.action)
        case .lookAgain(let waiting): return .look(waiting.what)
        case .assertion(let result): return .claim(result.claim, holds: result.holds)
        case .finish(let outcome): return .finish(outcome)
        }
    }
}

/// A screen on which each text is found so many times.
private final class Places: TargetResolving {
    private let counts: Mutex<[String: Int]>

    init(_ counts: [String: Int]) { self.counts = Mutex(counts) }

    func set(_ counts: [String: Int]) { self.counts.withLock { $0 = counts } }

    func labels(on screen: ScreenState) -> [String] { counts.withLock { $0.keys.sorted() } }

    func resolve(_ target: Target, on screen: ScreenState) throws -> Grounding? {
        let candidate = Candidate(
            box: Box(x: 5, y: 5, width: 10, height: 10), point: Point(x: 10, y: 10), text: target.text, confidence: 1,
            isExact: true)
        switch counts.withLock({ $0[target.text] ?? 0 }) {
        case 0: return nil
        case 1: return Grounding(target: target, grounder: "places", candidates: [candidate], chosen: 0, rule: "only")
        default: throw AmbiguousTarget(target: target, candidates: [candidate, candidate])
        }
    }
}

/// A clock that stands until it is told.
private final class Time: Sendable {
    private let elapsed = Mutex(Duration.zero)

    var now: Duration { elapsed.withLock { $0 } }
    func advance(by duration: Duration) { elapsed.withLock { $0 += duration } }
}
