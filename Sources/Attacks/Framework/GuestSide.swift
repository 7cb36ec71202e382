package import Foundation
import Sessions

/// The guest's side of all attacks: what our executable does inside a session.
package enum GuestSide {
    /// The hidden command that runs it, followed by the attack's name and what the host says, as a JSON object.
    package static let command = "attack-guest"

    /// Carries out the guest's side of an attack and returns the line to print.
    ///
    /// - Throws: ``AttackFault/unknown(name:)``, or `DecodingError` for facts that are not a JSON object of strings.
    package static func run(_ name: String, facts: String) throws -> String {
        let told = try JSONDecoder().decode([String: String].self, from: Data(facts.utf8))
        if let role = HelperRole(rawValue: name) { return try role.play(told) }
        var attempt = Attempt(facts: told)
        let attack = try Attack.named(name)
        do {
            try attack.guest(&attempt)
        } catch {
            attempt.fail(error)
        }
        return try attempt.report.line()
    }

    /// `deskhand`, which is the running program or lies beside the tests.
    package static func usualProgram() -> URL { OwnPrograms.folder.appending(path: "deskhand") }
}
