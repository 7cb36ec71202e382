import Foundation
import Sessions

/// An attack and what came of it.
package struct AttackResult: Sendable {
    /// The attack that was carried out.
    package let attack: Attack
    /// What its effect shows.
    package let outcome: AttackOutcome
    /// Wall time of its guest's and its host's side together.
    package let duration: Duration
}

/// Runs attacks one after the other.
package enum AttackRun {
    /// Carries out attacks; each is judged, whatever becomes of those before.
    ///
    /// - Parameters:
    ///   - attacks: in this order.
    ///   - arena: where; its sessions are ended at the end.
    ///   - each: called with each result as it comes.
    package static func results(
        of attacks: [Attack], in arena: Arena, each: (AttackResult) -> Void = { _ in }
    ) async -> [AttackResult] {
        var results: [AttackResult] = []
        let obstacle = await obstacle(to: arena)
        for attack in attacks {
            let start = ContinuousClock.now
            let outcome = if let obstacle { obstacle } else { await outcome(of: attack, in: arena) }
            let result = AttackResult(attack: attack, outcome: outcome, duration: .now - start)
            results.append(result)
            each(result)
        }
        await arena.end()
        return results
    }

    /// What keeps every attack from being carried out.
    private static func obstacle(to arena: Arena) async -> AttackOutcome? {
        do {
            _ = try await arena.session()
            return nil
        } catch let error as SessionError {
            return isRefusal(error) ? .refused(remedy: "\(error)") : .undecided(reason: "no session: \(error)")
        } catch {
            return .undecided(reason: "no session: \(error)")
        }
    }

    private static func isRefusal(_ error: SessionError) -> Bool {
        switch error {
        case .noSandbox, .noProgram("bwrap"): true
        default: false
        }
    }

    private static func outcome(of attack: Attack, in arena: Arena) async -> AttackOutcome {
        let trial = Trial(attack: attack, arena: arena)
        defer { trial.cleanUp() }
        do {
            return try await attack.host(trial)
        } catch AttackFault.notApplicable(let reason) {
            return .notApplicable(reason: reason)
        } catch {
            return .undecided(reason: "\(error)")
        }
    }
}
