import Foundation
import Glibc
import Sessions
import Synchronization

/// The host's side of an attack under way. What it prepares is removed at the end.
struct Trial: Sendable {
    let attack: Attack
    let arena: Arena
    /// What a guest that succeeds brings back, or leaves behind.
    let secret = Secret.make()
    private let cleanups = Cleanups()

    /// Whether nothing is to be in the attack's way: it is run to show that it is real.
    var isControl: Bool { !arena.isProtected }

    /// The session of the attacker.
    var session: Session { get async throws { try await arena.session() } }
    /// Another session, the victim.
    var other: Session { get async throws { try await arena.other() } }

    /// Runs the guest's side to its end.
    ///
    /// - Parameters:
    ///   - facts: what it is told.
    ///   - session: where it runs; the shared one otherwise.
    /// - Throws: ``AttackFault`` where it did not get as far as to try anything.
    func attempt(_ facts: [String: String] = [:], in session: Session? = nil, seconds: Int = 20) async throws
        -> AttackReport
    {
        let place = if let session { session } else { try await self.session }
        let words = try arena.words(for: attack.name, facts)
        let (ending, program) = try await place.run(words, seconds: seconds)
        return try Trial.report(program.printed, ending, program.errorText)
    }

    /// The report in what a guest has printed.
    static func report(_ printed: String, _ ending: Program.Termination, _ errors: String) throws -> AttackReport {
        guard let report = AttackReport(in: printed) else {
            // A seccomp filter that kills has held the attack off.
            if ending == .killed(signal: SIGSYS) { return AttackReport.killedByFilter }
            throw AttackFault.unable(
                reason: "the guest ended \(ending.words) without a report: \(errors.suffix(300))")
        }
        if let obstacle = report.obstacle {
            throw report.isInapplicable
                ? AttackFault.notApplicable(reason: obstacle) : AttackFault.unable(reason: obstacle)
        }
        guard !report.steps.isEmpty else { throw AttackFault.unable(reason: "the guest tried nothing") }
        return report
    }

    /// Judges by whether the guest brought the secret back.
    func judge(_ report: AttackReport) -> AttackOutcome {
        judge(report, succeeded: report.loot.contains(secret), "the secret was read")
    }

    /// Judges by an effect that the host saw.
    func judge(_ report: AttackReport, succeeded: Bool, _ effect: String) -> AttackOutcome {
        guard succeeded else { return .held }
        let steps = report.steps.filter { $0.contains("succeeded") }
        return .broken(evidence: ([effect] + steps.suffix(3)).joined(separator: "; "))
    }

    /// Runs `cleanup` when the attack is over.
    func afterwards(_ cleanup: @escaping @Sendable () -> Void) { cleanups.add(cleanup) }

    func cleanUp() { cleanups.run() }
}

/// What is to be undone at the end of an attack, last first.
private final class Cleanups: Sendable {
    private let all = Mutex<[@Sendable () -> Void]>([])

    func add(_ cleanup: @escaping @Sendable () -> Void) { all.withLock { $0.append(cleanup) } }

    func run() {
        let cleanups = all.withLock { all in
            defer { all = [] }
            return all
        }
        for cleanup in cleanups.reversed() { cleanup() }
    }
}
