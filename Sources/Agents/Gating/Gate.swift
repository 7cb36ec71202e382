import Foundation
import Images
import Interaction

/// The gate that a file describes: allows what its rules allow, and refuses whatever they cannot be applied to.
package actor Gate: Gatekeeper {
    private let rules: GateRules
    private let now: @Sendable () -> Duration
    /// When actions were allowed within the last minute.
    private var allowed: [Duration] = []

    /// - Parameter now: the time since some fixed moment.
    package init(_ rules: GateRules, now: @escaping @Sendable () -> Duration = Gate.clock()) {
        self.rules = rules
        self.now = now
    }

    /// The gate of a file, or the one that allows everything where there is none.
    ///
    /// - Throws: ``GateError`` when the file is malformed, and Foundation's error when it cannot be read: a run that was
    ///   to be gated does not start without its gate.
    package static func gatekeeper(file: URL?) throws -> any Gatekeeper {
        guard let file else { return OpenGate() }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw GateError.unreadable(file: file.path)
        }
        return Gate(try GateRules(parsing: text, file: file.path))
    }

    package func judge(_ action: Action<ScreenSpace>, on screen: ScreenState) -> GateVerdict {
        judge(action, on: screen, at: now())
    }

    /// Judges an action at a moment, which counts for the rate.
    package func judge(_ action: Action<ScreenSpace>, on screen: ScreenState, at time: Duration) -> GateVerdict {
        if let rule = rules.refusal(of: action, on: screen) { return GateVerdict(allowed: false, rule: rule) }
        allowed.removeAll { time - $0 >= .seconds(60) }
        if let rate = rules.actionsPerMinute, allowed.count >= rate {
            return GateVerdict(allowed: false, rule: "actions_per_minute: \(rate) were allowed in the last minute")
        }
        allowed.append(time)
        return GateVerdict(allowed: true, rule: "no rule of the gate's file refuses it")
    }

    /// The time since this call.
    package static func clock() -> @Sendable () -> Duration {
        let clock = ContinuousClock()
        let start = clock.now
        return { start.duration(to: clock.now) }
    }
}

/// Allows everything; the gate where no file is given.
package struct OpenGate: Gatekeeper {
    package init() {}

    package func judge(_ action: Action<ScreenSpace>, on screen: ScreenState) -> GateVerdict {
        GateVerdict(allowed: true, rule: "open gate: no gate file was given")
    }
}
