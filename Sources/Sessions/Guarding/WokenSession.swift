package import Accessibility
import X11Desktop

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

    /// Asks its programs to serve assistive technology.
    func wake() { bus.set(properties, to: true, before: .now + Self.patience) }

    /// Lets them be silent again.
    func silence() { bus.set(properties, to: false, before: .now + Self.patience) }
}
