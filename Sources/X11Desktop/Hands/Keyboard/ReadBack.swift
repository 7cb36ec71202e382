import Accessibility
import CX11
import Foundation

/// Reads typed text back from the window that has the focus, where its program serves assistive technology.
///
/// It never fails and takes at most `patience`: what cannot be read stays unverified.
final class ReadBack {
    /// A program that serves assistive technology answers within a few milliseconds.
    private static let patience = Duration.milliseconds(150)

    private let connection: X11Connection
    private var known: (address: String, bus: FocusedText)?

    init(_ connection: X11Connection) {
        self.connection = connection
    }

    /// How many characters of a text that has just been typed stand before the caret; `nil` when it cannot be read.
    func verified(of typed: String) -> Int? {
        let deadline = ContinuousClock.now + Self.patience
        // A field may be left by the last Return or Tab; before it, the text stands in the field.
        guard !typed.isEmpty, let process = focusedProcess(), let bus = bus(of: process, before: deadline),
            let field = bus.field(ofProcess: process, before: deadline)
        else { return nil }
        let count = typed.unicodeScalars.count
        var best: Int?
        while ContinuousClock.now < deadline, best != count {
            guard let text = field.textBeforeCaret(count, before: deadline) else { break }
            best = max(best ?? 0, Verification.arrived(of: typed, in: text))
        }
        return best
    }

    /// The accessibility bus that a program uses.
    private func bus(of process: Int, before deadline: ContinuousClock.Instant) -> FocusedText? {
        guard let address = address(for: process, before: deadline) else { return nil }
        if let known, known.address == address { return known.bus }
        guard let bus = FocusedText(address: address, before: deadline) else { return nil }
        known = (address, bus)
        return bus
    }

    /// Where that bus is: on the root window, where GTK leaves it, or else known to the program's session bus.
    private func address(for process: Int, before deadline: ContinuousClock.Instant) -> String? {
        if let address = connection.text(of: "AT_SPI_BUS", on: connection.root) { return address }
        let variable = "DBUS_SESSION_BUS_ADDRESS="
        let environment = FileManager.default.contents(atPath: "/proc/\(process)/environ") ?? Data()
        return environment.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
            .first { $0.hasPrefix(variable) }
            .flatMap { FocusedText.busAddress(inSession: String($0.dropFirst(variable.count)), before: deadline) }
    }

    private func focusedProcess() -> Int? {
        let active = connection.values(of: "_NET_ACTIVE_WINDOW", on: connection.root)?.first
        return [active.map { Window($0) }, focusedWindow()].compactMap { $0 }
            .lazy.compactMap { self.connection.values(of: "_NET_WM_PID", on: $0)?.first }.first.map { Int($0) }
    }

    private func focusedWindow() -> Window? {
        var (window, reversion) = (Window(), Int32())
        XGetInputFocus(connection.display, &window, &reversion)
        return window > 1 ? window : nil
    }
}
