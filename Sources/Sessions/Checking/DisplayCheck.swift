import Foundation
package import X11Desktop

/// Checks a display that is there.
package enum DisplayCheck {
    /// What there is to say about the display at `address`; the thread waits for its answers.
    package static func findings(at address: DisplayAddress) -> [Finding] {
        do {
            let report = try DisplayReport(of: address)
            let reached = Finding("display", .ok, "\(address.name) answers: \(report.server)")
            return [reached] + screen(report) + extensions(report) + keyboard(report) + settings(report)
                + [manager(report)]
        } catch {
            return [
                Finding(
                    "display", .failure, error.description,
                    remedy: "give the right --display; to be let in, set XAUTHORITY to the file that its user has")
            ]
        }
    }

    /// Whether the display that `$DISPLAY` names could be used; `nil` when it names none.
    static func environment() -> Finding? {
        guard let name = ProcessInfo.processInfo.environment["DISPLAY"], !name.isEmpty else { return nil }
        do {
            _ = try DisplayReport(of: DisplayAddress(name: name))
            return Finding("$DISPLAY", .ok, "\(name) answers; it is used only when named, with --display \(name)")
        } catch {
            return Finding(
                "$DISPLAY", .warning, error.description,
                remedy:
                    "nothing to do unless you want to work there; then set DISPLAY and XAUTHORITY as its user has them")
        }
    }

    /// Whether a person could see and use the screen of a live display now.
    static func condition(of address: DisplayAddress) async -> Finding {
        do {
            try await XDesktop(at: address).checkUsable()
            return Finding("screen in use", .ok, "neither locked nor blank")
        } catch {
            return Finding("screen in use", .failure, "\(error)", remedy: "unlock or wake the screen, then try again")
        }
    }

    private static func screen(_ report: DisplayReport) -> [Finding] {
        let isUsual = [16, 24, 30].contains(report.depth)
        return [
            Finding(
                "screen", isUsual ? .ok : .failure,
                "\(report.size), depth \(report.depth), \(report.dotsPerInch) dots an inch",
                remedy: isUsual ? nil : "start the X server with a depth of 16, 24 or 30"),
            Finding("monitors", .ok, report.monitors.isEmpty ? "none named" : report.monitors.joined(separator: ", ")),
        ]
    }

    private static func extensions(_ report: DisplayReport) -> [Finding] {
        let needed: Set = ["XTEST", "XKEYBOARD"]
        return DisplayReport.wantedExtensions.sorted { $0.key < $1.key }.map { name, purpose in
            if report.extensions.contains(name) { return Finding(name, .ok, "there, for \(purpose)") }
            return Finding(
                name, needed.contains(name) ? .failure : .warning, "missing, needed for \(purpose)",
                remedy: "start the X server without '-extension \(name)', or use a private session")
        }
    }

    private static func keyboard(_ report: DisplayReport) -> [Finding] {
        let layout = Finding("keyboard layout", .ok, report.layout ?? "not named by the server")
        guard let spare = report.spareKeycodes else { return [layout] }
        let detail = "\(spare), for \(2 * spare) characters at a time that the layout lacks"
        guard spare > 0 else {
            return [
                layout,
                Finding(
                    "spare keycodes", .warning, "none, so only the layout's own characters can be typed",
                    remedy: "free one, for example with: xmodmap -e 'keycode 248 ='"),
            ]
        }
        return [layout, Finding("spare keycodes", .ok, detail)]
    }

    /// What is set on the display and would make something else of clicks and keys, were it not seen to.
    private static func settings(_ report: DisplayReport) -> [Finding] {
        let buttons = report.buttonMap.map {
            "programs see the buttons 1 to 7 as \($0); Deskhand presses those that act as it means"
        }
        let controls = report.keyboardControls
        return [
            Finding("pointer buttons", .ok, buttons ?? "each is itself"),
            Finding(
                "keyboard settings", .ok,
                controls.isEmpty
                    ? "nothing that changes typed text"
                    : "\(controls): turned off while Deskhand types or holds a key, then on again"),
        ]
    }

    private static func manager(_ report: DisplayReport) -> Finding {
        guard let name = report.windowManager else {
            return Finding(
                "window manager", .warning, "none, so windows overlap and have no titles",
                remedy: "start one: openbox & (apt-get install openbox)")
        }
        return Finding("window manager", .ok, name)
    }
}
