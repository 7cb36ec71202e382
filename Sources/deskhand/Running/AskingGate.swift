import Agents
import Foundation
import Images
import Interaction

/// Asks a person at the terminal before each action; anything but yes refuses it.
struct AskingGate: Gatekeeper {
    func judge(_ action: Action<ScreenSpace>, on screen: ScreenState) -> GateVerdict {
        StandardError.write(TerminalText.line("\(action)? [y/N] "))
        let answer = readLine()?.trimmingCharacters(in: .whitespaces).lowercased() ?? ""
        let isYes = ["y", "yes"].contains(answer)
        return GateVerdict(allowed: isYes, rule: isYes ? "allowed at the terminal" : "refused at the terminal")
    }
}
