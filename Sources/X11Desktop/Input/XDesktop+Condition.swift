import CX11
import Images
import Interaction

extension XDesktop {
    /// Fails when the screen is locked or blank.
    ///
    /// - Throws: ``X11Error/screenUnusable(_:)``.
    package func checkUsable() throws {
        let condition = try screenCondition()
        guard condition == .usable else { throw X11Error.screenUnusable(condition) }
    }

    /// Whether the screen is locked or blank.
    ///
    /// Recognised are the common lockers of X11, by the program, class or title of a window that covers the screen, a
    /// monitor put to sleep (DPMS) and the server's screen saver. What the pixels show says nothing: a screen on which
    /// nothing has been started yet, and a program that fills it with black, can be used. A locker that calls itself
    /// something else is not recognised.
    package func screenCondition() throws -> ScreenCondition {
        try orLost {
            let all = try windows()
            let screen = try screenSize().bounds
            if let locker = all.lazy.compactMap({ ScreenLockers.name(of: $0, covering: screen) }).first {
                return .locked(by: locker)
            }
            if connection.monitorSleeps { return .blank("the monitor is switched off (DPMS)") }
            return connection.saverHidesScreen ? .blank("the screen saver is on") : .usable
        }
    }
}

/// The programs that lock an X11 screen.
enum ScreenLockers {
    private static let names: Set<String> = [
        "xscreensaver", "xscreensaver-auth", "xscreensaver-gfx", "xlock", "i3lock", "slock", "xsecurelock",
        "light-locker", "xtrlock", "physlock", "xss-lock", "gnome-screensaver", "mate-screensaver",
        "cinnamon-screensaver", "xfce4-screensaver", "kscreenlocker_greet", "betterlockscreen",
    ]

    /// The locker that this window belongs to, when it covers the screen.
    static func name(of window: WindowInfo, covering screen: Box<ScreenSpace>) -> String? {
        guard window.frame.contains(screen), !window.isMinimised else { return nil }
        return [window.program, window.instance, window.className, window.title].compactMap { $0?.lowercased() }
            .first { name in
                names.contains(name) || names.contains { $0.count > 15 && $0.hasPrefix(name) && name.count == 15 }
            }
    }
}

extension X11Connection {
    /// Whether the monitor has been switched off to save power.
    fileprivate var monitorSleeps: Bool {
        var (event, error): (Int32, Int32) = (0, 0)
        guard DPMSQueryExtension(display, &event, &error) != 0, DPMSCapable(display) != 0 else { return false }
        var level: CARD16 = 0
        var isEnabled: BOOL = 0
        guard DPMSInfo(display, &level, &isEnabled) != 0 else { return false }
        return isEnabled != 0 && level != 0
    }

    /// Whether the server's screen saver covers the screen now.
    fileprivate var saverHidesScreen: Bool {
        var (event, error): (Int32, Int32) = (0, 0)
        guard XScreenSaverQueryExtension(display, &event, &error) != 0 else { return false }
        var info = XScreenSaverInfo()
        guard XScreenSaverQueryInfo(display, root, &info) != 0 else { return false }
        return info.state == ScreenSaverOn
    }
}
