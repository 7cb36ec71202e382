import Images
import Interaction

/// Allows or refuses an action, outside the policy that proposed it.
package protocol Gatekeeper: Sendable {
    /// Judges one action on what the screen shows now. Whatever cannot be determined is refused.
    func judge(_ action: Action<ScreenSpace>, on screen: ScreenState) async -> GateVerdict
}

/// Allows everything that no other gatekeeper refuses.
package struct Gatekeepers: Gatekeeper {
    private let members: [any Gatekeeper]

    package init(_ members: [any Gatekeeper]) { self.members = members }

    package func judge(_ action: Action<ScreenSpace>, on screen: ScreenState) async -> GateVerdict {
        var verdict = GateVerdict(allowed: true, rule: "no gate file was given")
        for member in members {
            verdict = await member.judge(action, on: screen)
            guard verdict.allowed else { return verdict }
        }
        return verdict
    }
}
