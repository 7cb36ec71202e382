import Agents
import Images
import Interaction

/// Asks a person before each action, showing the keys and the point; anything but yes refuses it.
struct AskingGate: Gatekeeper {
    private let asker: any Asker

    init(_ asker: any Asker) { self.asker = asker }

    func judge(_ planned: PlannedAction, on screen: ScreenState) async -> GateVerdict {
        let judged = GateVerdict.Judged(planned, on: screen)
        let isYes = await asker.confirms(
            judged.question(
                planned.action, reason: planned.concerns.isEmpty ? nil : planned.concerns.joined(separator: "; ")))
        return GateVerdict(
            allowed: isYes, rule: isYes ? "allowed at the terminal" : "refused at the terminal", judged: judged)
    }
}

/// Allows what a later question asks about anyway.
struct YesToAll: Asker {
    func confirms(_ question: String) -> Bool { true }
}
