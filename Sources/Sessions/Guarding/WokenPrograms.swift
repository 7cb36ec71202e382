package import Accessibility
package import X11Desktop

/// A person's session whose programs were asked to serve assistive technology.
package struct WokenSession: Hashable, Sendable {
    /// How long its bus may take.
    private static let patience = Duration.seconds(2)

    let bus: AssistanceSwitch
    /// What was off before.
    let properties: [String]

    /// - Parameter properties: what was off before.
    package init(bus: AssistanceSwitch, properties: [String]) {
        self.bus = bus
        self.properties = properties
    }

    /// The sessions on a display that say that there is no assistive technology.
    static func found(on desktop: XDesktop) async -> [WokenSession] {
        guard let switches = try? await desktop.assistanceSwitches() else { return [] }
        return switches.compactMap { bus in
            let off = bus.off(before: .now + patience)
            return off.isEmpty ? nil : WokenSession(bus: bus, properties: off)
        }
    }

    /// The guardian knows of it first, so that it is undone whatever becomes of this process.
    func wake(guardedBy guardian: Guardian) {
        guardian.tell(.silence(self))
        bus.set(properties, to: true, before: .now + Self.patience)
    }

    func silence() { bus.set(properties, to: false, before: .now + Self.patience) }
}

/// Programs of a live display that were asked to serve assistive technology: Chromium, Electron and Qt programs begin to.
/// It is undone when it is released, and when this process is killed.
package final class WokenPrograms: Sendable {
    private let guardian: Guardian
    /// How many sessions said that there is no assistive technology.
    package let count: Int

    /// - Throws: ``SessionError/noGuardian(path:)``.
    package init(on desktop: XDesktop) async throws(SessionError) {
        let sessions = await WokenSession.found(on: desktop)
        count = sessions.count
        guardian = try Guardian(program: OwnPrograms.guardian)
        for session in sessions { session.wake(guardedBy: guardian) }
    }

    /// Lets the programs be silent again, and waits until their sessions know.
    package func release() { guardian.dismiss() }
}
