import Agents
import Foundation
import Images
import Interaction
import Synchronization
import Testing
import X11Desktop

/// A program covers the point of a click with another window, after the policy has looked and before the hand moves.
@Suite(.needsTypingBed, .serialized)
struct WindowSwapTests {
    @Test func `of 40 windows that are swapped between look and act none is clicked, and what stays is`() async throws {
        let bed = try TypingBed(layout: ["-layout", "us"], windowManager: false)
        defer { bed.end() }
        let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/typing/swap.py").path
        try bed.start("/usr/bin/python3", [script, bed.folder.path])
        let program = SwappingProgram(folder: bed.folder)
        try await program.waitUntilDone(0)

        for round in 1...80 {
            let isSwapped = round.isMultiple(of: 2)
            let place = Point<ScreenSpace>(x: Double(320 + round * 7), y: Double(580 - round * 4))
            let policy = SwappingPolicy(place: place, program: isSwapped ? program : nil)
            let end = await Episode(
                instruction: "click", desktop: bed.desktop, policy: policy, gatekeeper: OpenGate(), log: NoLog(),
                settling: SettleExpectation(firstChange: .milliseconds(20), quiet: .milliseconds(20))
            ).run()
            #expect(end.reason == .finished(.success(answer: nil)))
            #expect(await policy.wasOutdated == isSwapped, "round \(round)")
            if isSwapped { try await program.order("uncover") }
        }
        try await bed.wait(for: "the last click to arrive") { program.clicks.count >= 40 }
        #expect(program.clicks == [String](repeating: "below", count: 40))
    }
}

/// The fixture's windows, told by files what to do.
private final class SwappingProgram: Sendable {
    private let folder: URL
    private let orders = Mutex(0)

    init(folder: URL) { self.folder = folder }

    /// Who got each click, in order.
    var clicks: [String] { text(of: "clicks").split(separator: "\n").map(String.init) }

    func order(_ word: String) async throws {
        let number = orders.withLock { orders in
            orders += 1
            return orders
        }
        try Data("\(number) \(word)".utf8).write(to: folder.appending(path: "command"), options: .atomic)
        try await waitUntilDone(number)
    }

    func waitUntilDone(_ number: Int) async throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while text(of: "done") != "\(number)" {
            try #require(ContinuousClock.now < deadline, "the windows were not swapped")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    private func text(of name: String) -> String {
        (try? String(contentsOf: folder.appending(path: name), encoding: .utf8)) ?? ""
    }
}

/// Decides on a click; while it does, the windows are swapped. It does not insist.
private actor SwappingPolicy: Policy {
    nonisolated let name = "swapping"
    private let place: Point<ScreenSpace>
    private let program: SwappingProgram?
    private(set) var wasOutdated = false

    init(place: Point<ScreenSpace>, program: SwappingProgram?) {
        self.place = place
        self.program = program
    }

    func decide(_ observation: Observation, history: [HistoryStep]) async throws -> Decision {
        if case .outdated = observation.feedback { wasOutdated = true }
        guard observation.step == 1, !wasOutdated else { return .finish(.success(answer: nil)) }
        try await program?.order("cover")
        return .act(Proposal(action: .click(.left, at: place)))
    }
}

private struct NoLog: EpisodeLog {
    func append(_ event: EpisodeEvent) {}
}
