import Interaction
import X11Desktop

/// Checks whether the programs on a live display tell their elements.
enum ElementsCheck {
    /// What the programs whose windows are on the display at `address` tell assistive technology.
    static func finding(at address: DisplayAddress) async -> Finding {
        do {
            let desktop = try XDesktop(at: address)
            let windows = try await desktop.windows().filter { !$0.isPopup }
            guard !windows.isEmpty else { return Finding(subject, .ok, "no program has a window") }
            let told = await desktop.told(of: windows)
            return finding(windows, telling: Set(told.elements.compactMap(\.process)), told.notes)
        } catch {
            return Finding(subject, .warning, "\(error)", remedy: "see the lines above")
        }
    }

    private static let subject = "elements"

    private static func finding(_ windows: [WindowInfo], telling: Set<Int>, _ notes: [String]) -> Finding {
        let silent = windows.filter { !telling.contains($0.process ?? -1) }
        let names = Set(silent.map { $0.program ?? $0.className }).sorted().joined(separator: ", ")
        guard !silent.isEmpty else { return Finding(subject, .ok, "every program tells its elements") }
        return Finding(
            subject, .warning,
            (["silent: \(names), so what they show is found by its text"] + notes).joined(separator: "; "),
            remedy: """
                --wake asks Chromium, Electron and Qt programs while a command runs; \
                `gsettings set org.gnome.desktop.interface toolkit-accessibility true` asks all that start from now on; \
                Java needs libatk-wrapper-java, GTK 2 GTK_MODULES=gail:atk-bridge; Tk, Xt and most games have nothing to tell
                """)
    }
}
