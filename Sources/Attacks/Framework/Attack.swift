/// One way to break out of a session, or into one: what a hostile program in the session does, and how the host finds out
/// whether it worked.
///
/// The guest's side runs inside the session, in a process of our own executable. The host's side prepares what there is
/// to gain, starts the guest's side, and judges by the effect: a secret that came back, a file that changed, a process
/// that died.
package struct Attack: Sendable {
    /// Such as `x11-read-screen`: what `deskhand doctor --attack` calls it.
    package let name: String
    /// What it is directed at.
    package let kind: AttackKind
    /// The line of the threat model that it tests.
    package let threat: Threat
    /// What it does, in one line.
    package let summary: String
    /// Shows that the attack succeeds where nothing holds it.
    package let control: AttackControl
    let guest: @Sendable (inout Attempt) throws(AttackFault) -> Void
    let host: @Sendable (Trial) async throws -> AttackOutcome

    init(
        _ name: String, _ kind: AttackKind, _ threat: Threat, _ summary: String, control: AttackControl,
        guest: @escaping @Sendable (inout Attempt) throws(AttackFault) -> Void,
        host: @escaping @Sendable (Trial) async throws -> AttackOutcome
    ) {
        (self.name, self.kind, self.threat, self.summary, self.control) = (name, kind, threat, summary, control)
        (self.guest, self.host) = (guest, host)
    }
}

/// What an attack is directed at; attacks are listed by it.
package enum AttackKind: String, Codable, CaseIterable, Sendable {
    case display
    case files
    case processes
    case survival
    case network
    case buses
    case sharedMemory = "shared memory"
    case devices
    case privileges
    case kernel
    case exhaustion
    case readers
}

/// How it is shown that an attack is real: that it succeeds where nothing is in its way.
package enum AttackControl: Hashable, Sendable {
    /// It succeeds in a session without sandbox.
    case withoutSandbox
    /// It succeeds in a session without sandbox if root runs it.
    case asRoot
    /// It succeeds against an unprotected stand-in that the host's side prepares in place of the session.
    case standIn
    /// It is not shown, and why.
    case none(reason: String)
}

/// What came of an attack.
package enum AttackOutcome: Hashable, Sendable {
    /// It was carried out and gained nothing.
    case held
    /// It gained something; the evidence is what the host saw.
    case broken(evidence: String)
    /// No sandbox can be started here; the remedy says what is missing.
    case refused(remedy: String)
    /// There is nothing here that it could be directed at.
    case notApplicable(reason: String)
    /// It could not be carried out, so nothing is known.
    case undecided(reason: String)

    /// One word, as tables and JSON have it.
    package var word: String {
        switch self {
        case .held: "held"
        case .broken: "broken"
        case .refused: "refused"
        case .notApplicable: "not applicable"
        case .undecided: "undecided"
        }
    }

    /// What there is to say besides; `nil` for an attack that was held off.
    package var detail: String? {
        switch self {
        case .held: nil
        case .broken(let evidence): evidence
        case .refused(let remedy): remedy
        case .notApplicable(let reason), .undecided(let reason): reason
        }
    }
}
