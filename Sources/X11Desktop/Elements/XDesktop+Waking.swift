package import Accessibility
import Interaction

extension XDesktop {
    /// The switches for assistive technology of the sessions that the windows' programs belong to.
    package func assistanceSwitches() throws(X11Error) -> [AssistanceSwitch] {
        var buses: [String] = []
        for bus in try windows().compactMap(\.process).compactMap(AccessibilityBusAddress.sessionBus)
        where !buses.contains(bus) && bus.utf8.allSatisfy({ $0 > 32 }) {
            buses.append(bus)
        }
        return buses.map(AssistanceSwitch.init)
    }
}
