import CX11
import Images
import Interaction

/// Whether a live screen can be worked on.
package enum ScreenCondition: Hashable, Sendable {
    case usable
    /// A screen locker has taken over; its name.
    case locked(by: String)
    /// There is nothing to be seen, and why we think so.
    case blank(String)
}

extension ScreenCondition: CustomStringConvertible {
    package var description: String {
        switch self {
        case .usable: "the screen can be used"
        case .locked(let locker): "the screen is locked by \(locker); unlock it first"
        case .blank(let reason): "the screen is blank: \(reason); wake it first"
        }
    }
}

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
    /// monitor put to sleep (DPMS), and a screen of one colour that is black or has no windows. A locker that is none of
    /// these, draws a picture and calls itself something else is not recognised.
    package func screenCondition() throws -> ScreenCondition {
        try orLost {
            let all = try windows()
            let screen = try screenSize().bounds
            if let locker = all.lazy.compactMap({ ScreenLockers.name(of: $0, covering: screen) }).first {
                return .locked(by: locker)
            }
            if connection.monitorSleeps { return .blank("the monitor is switched off (DPMS)") }
            let shot = try screenshot(of: .everything)
            guard let colour = shot.image.onlyColour else { return .usable }
            if all.allSatisfy(\.isPopup) { return .blank("it has one colour and no windows") }
            let isBlack = colour == Colour(red: 0, green: 0, blue: 0)
            return isBlack ? .blank("it is black all over") : .usable
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
}

extension Image {
    /// The colour that every pixel has, if there is one.
    fileprivate var onlyColour: Colour? {
        let first = self[0, 0]
        let isPlain = withBytes { bytes in
            (0..<height).allSatisfy { y in
                (0..<width).allSatisfy { x in
                    let start = y * bytesPerRow + 4 * x
                    return bytes[start] == first.blue && bytes[start + 1] == first.green
                        && bytes[start + 2] == first.red
                }
            }
        }
        return isPlain ? first : nil
    }
}
