import Images
package import Interaction

/// Allows or refuses an action, outside the policy that proposed it.
package protocol Gatekeeper: Sendable {
    /// Whether it allows everything whatever the screen shows, so that nothing needs to be found out for it.
    var isOpen: Bool { get }

    /// Judges one action on what the screen shows now. Whatever cannot be determined is refused.
    func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict
}

extension Gatekeeper {
    package var isOpen: Bool { false }
}

/// Asks a person.
package protocol Asker: Sendable {
    /// Whether the person says yes to a question of one line; cancellation and the end of input are no.
    func confirms(_ question: String) async -> Bool
}

/// Allows everything that no other gatekeeper refuses.
package struct Gatekeepers: Gatekeeper {
    private let members: [any Gatekeeper]

    /// Creates a gate that asks `members` in order; the first refusal holds.
    package init(_ members: [any Gatekeeper]) { self.members = members }

    package var isOpen: Bool { members.allSatisfy(\.isOpen) }

    package func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict {
        var verdict = GateVerdict(allowed: true, rule: "no gate file was given")
        for member in members {
            verdict = await member.judge(planned, on: screen)
            guard verdict.allowed else { return verdict }
        }
        return verdict
    }
}
