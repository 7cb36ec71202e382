import ArgumentParser
import Attacks

/// The guest's side of an attack, which `deskhand doctor --attack` runs inside a session.
struct AttackGuestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: GuestSide.command, abstract: "Carry out one attack from inside a session.", shouldDisplay: false)

    @Argument(help: "The attack.")
    var name: String

    @Argument(help: "The host's parameters, as a JSON object.")
    var facts: String

    func run() throws {
        print(try GuestSide.run(name, facts: facts))
    }
}
