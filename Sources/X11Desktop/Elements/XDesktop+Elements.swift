import Accessibility
import CX11
import Foundation
package import Interaction

extension XDesktop: ElementTelling {
    /// The longest that programs are waited for which are still answering; one that says nothing is given up much earlier.
    private static let tellingPatience = Duration.milliseconds(1500)

    /// Session buses without an accessibility bus are not asked again before.
    private static let pauseOfSearch = Duration.seconds(5)

    /// What the programs tell assistive technology.
    package func told(of windows: [WindowInfo]) async -> ToldScreen {
        ToldScreen(await accessibilityReport(of: windows))
    }

    package func accessibilityTree(of windows: [WindowInfo]) async -> String? {
        let report = await accessibilityReport(of: windows)
        return report.problems.contains(.noBus) ? nil : report.xml
    }

    private func accessibilityReport(of windows: [WindowInfo]) async -> AccessibilityReport {
        guard let watch = accessibilityWatch(for: windows) else { return AccessibilityReport(problems: [.noBus]) }
        return await watch.look(windows: windows, budget: Self.tellingPatience)
    }

    /// The watch over the bus that the display names, or else over that of a window's program.
    private func accessibilityWatch(for windows: [WindowInfo]) -> AccessibilityWatch? {
        let named = connection.text(of: "AT_SPI_BUS", on: connection.root)
        if let known = openWatch, known.address == named || named == nil { return known.watch }
        if named == nil, let lastMissingBus, .now - lastMissingBus < Self.pauseOfSearch { return nil }
        guard let address = named ?? AccessibilityBusAddress.ofSession(of: windows.compactMap(\.process)) else {
            lastMissingBus = .now
            return nil
        }
        let watch = AccessibilityWatch(address: address)
        openWatch = (address, watch)
        return watch
    }
}

/// Where programs' accessibility bus is, where the display does not say.
enum AccessibilityBusAddress {
    /// How long the session buses may take to say.
    private static let patience = Duration.milliseconds(100)

    /// What the session bus of the first of these processes knows that has one.
    static func ofSession(of processes: [Int]) -> String? {
        let deadline = ContinuousClock.now + patience
        var asked: Set<String> = []
        for process in processes {
            guard let session = sessionBus(of: process), asked.insert(session).inserted else { continue }
            if let address = FocusedText.busAddress(inSession: session, before: deadline) { return address }
        }
        return nil
    }

    /// The bus that a process finds in its environment.
    static func sessionBus(of process: Int) -> String? {
        let variable = "DBUS_SESSION_BUS_ADDRESS="
        let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
        return environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .first { $0.hasPrefix(variable) }.map { String($0.dropFirst(variable.count)) }
    }
}
