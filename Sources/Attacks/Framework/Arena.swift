package import Foundation
import Sessions

/// Where attacks take place: a session for the attacker and one for the victim, opened when they are first needed.
package actor Arena {
    /// The executable that runs the guest's side.
    nonisolated let program: URL
    /// Whether the sessions have a sandbox; without, attacks are expected to succeed.
    nonisolated let isProtected: Bool
    private var attacker: Session?
    private var victim: Session?

    /// Creates an arena; sessions are opened when an attack needs them.
    package init(program: URL, isProtected: Bool) {
        (self.program, self.isProtected) = (program, isProtected)
    }

    /// The attacker's session; a new one when an attack has broken the last.
    func session() async throws -> Session {
        if let attacker, (try? attacker.checkAlive()) != nil { return attacker }
        await attacker?.end()
        attacker = nil
        let session = try await Session.open(settings())
        attacker = session
        return session
    }

    func other() async throws -> Session {
        if let victim, (try? victim.checkAlive()) != nil { return victim }
        await victim?.end()
        victim = nil
        let session = try await Session.open(settings())
        victim = session
        return session
    }

    /// Gives the attacker a new session for the next attack.
    func renew() async {
        let session = attacker
        attacker = nil
        await session?.end()
    }

    /// What the sessions are made of.
    nonisolated func settings() -> SessionSettings {
        SessionSettings(hasAccessibility: true, readOnly: [program], isSandboxed: isProtected)
    }

    /// Ends both sessions.
    func end() async {
        await attacker?.end()
        await victim?.end()
        (attacker, victim) = (nil, nil)
    }

    /// The command that runs the guest's side of an attack.
    nonisolated func words(for attack: String, _ facts: [String: String]) throws -> [String] {
        let told = String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
        return [program.path, GuestSide.command, attack, told]
    }
}
