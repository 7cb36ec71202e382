import Agents
import Foundation
import Images
import Interaction
import Testing
import Traces

/// Two runs beside each other.
struct TraceDifferenceTests {
    private static func proposal(_ name: String, x: Double = 9) -> Proposal {
        var proposal = Recording.proposal
        proposal.action = .click(.left, at: Point(x: x, y: 8))
        proposal.grounding?.target = Target(name)
        return proposal
    }

    /// A run that clicks on things called by these names, in windows with these titles.
    private static func record(_ names: [String], titles: [String] = [], x: Double = 9) async throws -> (Scratch, Trace)
    {
        let scratch = try Scratch()
        var events: [EpisodeEvent] = []
        for (index, name) in names.enumerated() {
            let title = titles.indices.contains(index) ? titles[index] : "Editor"
            events.append(.observed(step: index + 1, Recording.screen(shade: 10, title: title)))
            events += Recording.step(index + 1, proposal(name, x: x))
        }
        events.append(.observed(step: names.count + 1, Recording.screen(shade: 10)))
        events.append(.ended(EpisodeEnd(reason: .finished(.success(answer: nil)), steps: names.count)))
        return (scratch, try await Recording.record(events, in: scratch.trace))
    }

    @Test func `a run differs from itself in nothing`() async throws {
        let (_, one) = try await Self.record(["Open", "Save"])
        let difference = TraceDifference(one, one)
        #expect(difference.isSame)
        #expect(difference.text(named: ("a", "b")).contains("2 of 2 aligned steps are alike"))
    }

    @Test func `another decision is the first difference that matters, and a further step is no other one`()
        async throws
    {
        let (_, one) = try await Self.record(["Open", "Save", "Close"])
        let (_, other) = try await Self.record(["Open", "Wait", "Save", "Quit"])
        let difference = TraceDifference(one, other)
        let text = difference.text(named: ("a", "b"))
        #expect(!difference.isSame)
        #expect(text.contains("first difference that matters: step 2 of B, which A lacks"), "\(text)")
        #expect(text.contains("A decided left_click 'Close', B decided left_click 'Quit'"), "\(text)")
    }

    @Test func `a window that only one run has matters, another place does not`() async throws {
        let (_, one) = try await Self.record(["Open", "Save"])
        let (_, other) = try await Self.record(["Open", "Save"], titles: ["Editor", "Rate us"])
        let text = TraceDifference(one, other).text(named: ("a", "b"))
        #expect(text.contains("first difference that matters: step 2\n"), "\(text)")
        #expect(text.contains("only B has the window 'Rate us'"), "\(text)")
        let (_, moved) = try await Self.record(["Open", "Save"], x: 30)
        let difference = TraceDifference(one, moved)
        #expect(difference.isSame)
        #expect(difference.text(named: ("a", "b")).contains("at (9, 8) in A and (30, 8) in B"))
    }

    @Test func `very different long runs are told in at most 1,500 tokens`() async throws {
        let (_, one) = try await Self.record((1...60).map { "The first of two long names, number \($0)" })
        let (_, other) = try await Self.record((1...60).map { "The other of two long names, number \($0)" })
        let text = TraceDifference(one, other).text(named: ("a", "b"))
        // Three bytes a token are few for English.
        #expect(text.utf8.count < 4500)
        #expect(text.contains("first difference that matters: step 1\n") && text.contains("more lines"))
    }

    @Test func `two steps in another order: one of them is aligned, and neither passes for the other`() async throws {
        let (_, one) = try await Self.record(["Open", "Bold", "Save"])
        let (_, other) = try await Self.record(["Open", "Save", "Bold"])
        let text = TraceDifference(one, other).text(named: ("a", "b"))
        #expect(text.contains("2 of 4 aligned steps are alike"), "\(text)")
        #expect(!text.contains("decided"), "\(text)")
    }
}
