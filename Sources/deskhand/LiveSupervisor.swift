import Interaction
import X11Desktop

/// Watches over a run on a live desktop: the person there comes first, and a screen that nobody can see ends it.
struct LiveSupervisor: Supervisor {
    private let person: PersonAtDesktop
    private let desktop: XDesktop

    init(at address: DisplayAddress) throws {
        person = try PersonAtDesktop(at: address)
        desktop = try XDesktop(at: address)
    }

    func oversight() async -> Oversight {
        let said = await person.oversight()
        guard said == .go else { return said }
        do {
            let condition = try await desktop.screenCondition()
            return condition == .usable ? .go : .stop(condition.description)
        } catch {
            return .stop("\(error)")
        }
    }

    func untilReleased() async -> Oversight { await person.untilReleased() }
}
