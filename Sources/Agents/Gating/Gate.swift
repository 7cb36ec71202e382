import Foundation
package import Images
package import Interaction

/// The gate that a file describes: allows what its rules allow, and refuses whatever they cannot be applied to.
///
/// One gate belongs to one session: it counts what was allowed there, and follows what was typed there.
package actor Gate: Gatekeeper {
    private let rules: GateRules
    private let naming: (any ElementNaming)?
    private let asker: (any Asker)?
    private let now: @Sendable () -> Duration
    /// When actions were allowed within the last minute.
    private var allowed: [Duration] = []
    private var typed = TypedText()

    /// - Parameters:
    ///   - naming: tells what is pressed, for the rule on irreversible acts; without it everything that is clicked on is unknown.
    ///   - asker: who is asked where the rules say so; without one, the answer is no.
    ///   - now: the time since some fixed moment.
    package init(
        _ rules: GateRules, naming: (any ElementNaming)? = nil, asker: (any Asker)? = nil,
        now: @escaping @Sendable () -> Duration = Gate.clock()
    ) {
        self.rules = rules
        self.naming = naming
        self.asker = asker
        self.now = now
    }

    /// A gate for one session with rules that were read before, or the one that allows everything where there are none.
    package static func gatekeeper(
        _ rules: GateRules?, naming: (any ElementNaming)? = nil, asker: (any Asker)? = nil
    ) -> any Gatekeeper {
        guard let rules else { return OpenGate() }
        return Gate(rules, naming: naming, asker: asker)
    }

    package func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict {
        await judge(planned, on: screen, at: now())
    }

    /// Judges an action at a moment, which counts for the rate.
    package func judge(_ planned: PlannedAction, on screen: ScreenState, at time: Duration) async -> GateVerdict {
        var judged = GateVerdict.Judged(planned, on: screen)
        if let rule = rules.refusal(of: planned, on: screen, typed: typed) {
            return GateVerdict(allowed: false, rule: rule, judged: judged)
        }
        allowed.removeAll { time - $0 >= .seconds(60) }
        if let rate = rules.actionsPerMinute, allowed.count >= rate {
            let rule = "actions_per_minute: \(rate) were allowed in the last minute"
            return GateVerdict(allowed: false, rule: rule, judged: judged)
        }
        var rule = "no rule of the gate's file refuses it"
        if let irreversible = rules.irreversible, irreversible.verdict != .allow,
            let finding = await irreversible.finding(planned, on: screen, naming: naming)
        {
            judged.element = finding.element ?? judged.element
            let reason = "irreversible: \(finding.reason)"
            guard irreversible.verdict == .ask, let asker else {
                let remedy = irreversible.verdict == .ask ? ", and nobody can be asked" : ""
                return GateVerdict(allowed: false, rule: reason + remedy, judged: judged)
            }
            guard await asker.confirms(judged.question(planned.action, reason: reason)) else {
                return GateVerdict(allowed: false, rule: "\(reason); refused at the terminal", judged: judged)
            }
            rule = "\(reason); allowed at the terminal"
        }
        allowed.append(time)
        typed.follow(planned)
        return GateVerdict(allowed: true, rule: rule, judged: judged)
    }

    /// The time since this call.
    package static func clock() -> @Sendable () -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}

extension GateVerdict.Judged {
    /// What a person is asked: the action with what it presses and where, without a character that a terminal obeys.
    package func question(_ action: Action<ScreenSpace>, reason: String? = nil) -> String {
        var words = "\(action)"
        if let keys { words += ", keys: \(keys)" }
        if let element { words += ", on '\(element)'" }
        if let window { words += ", in window '\(window)'" }
        if let reason { words += " (\(reason))" }
        return words.withControlsEscaped + "?"
    }
}

/// Allows everything; the gate where no file is given.
package struct OpenGate: Gatekeeper {
    /// Creates a gate that allows everything.
    package init() {}

    package var isOpen: Bool { true }

    package func judge(_ planned: PlannedAction, on screen: ScreenState) -> GateVerdict {
        GateVerdict(allowed: true, rule: "open gate: no gate file was given")
    }
}
