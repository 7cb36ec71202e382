/// What decides how everything on a private desktop is drawn and written: fonts, themes, resolution, locale, time zone and
/// keyboard. Two machines with the same programs show the same pixels under the same look, whatever else is installed on
/// them and whatever their user has set.
package struct Look: Hashable, Sendable {
    /// For reports; two looks of one name may still differ.
    package var name: String
    /// Which fonts programs draw with, and how.
    package var fonts: LookFonts
    var theme: Theme
    /// The icon theme, a folder of `/usr/share/icons`.
    var icons: String
    /// The pointer theme, a folder of `/usr/share/icons`.
    var pointer: String
    /// The side of the pointer's picture, in pixels.
    var pointerSize: Int
    /// What programs are told; it decides how large they draw text.
    package var dotsPerInch: Int
    /// `LANG` of all programs.
    package var locale: String
    /// `TZ` of all programs.
    package var timeZone: String
    /// The XKB layout, such as `us`.
    package var keyboard: String

    /// Colours of widgets and window frames.
    enum Theme: String, Hashable, Sendable, CaseIterable {
        case light, dark, contrast
        case darkContrast = "dark-contrast"

        /// Whether it is light on dark.
        var isDark: Bool { self == .dark || self == .darkContrast }
    }

    init(
        name: String, fonts: LookFonts, theme: Theme = .light, icons: String = "Adwaita", pointer: String = "Adwaita",
        pointerSize: Int = 24, dotsPerInch: Int = 96, locale: String = "C.UTF-8", timeZone: String = "UTC",
        keyboard: String = "us"
    ) {
        self.name = name
        self.fonts = fonts
        self.theme = theme
        self.icons = icons
        self.pointer = pointer
        self.pointerSize = pointerSize
        self.dotsPerInch = dotsPerInch
        self.locale = locale
        self.timeZone = timeZone
        self.keyboard = keyboard
    }
}

extension Look {
    /// The default: DejaVu fonts on light Adwaita, 96 dots an inch, English, UTC.
    package static let standard = Look(name: "standard", fonts: .standard)
    /// Larger text in other fonts and light on dark, to see whether a task depends on the standard look.
    static let dark = Look(name: "dark", fonts: .large, theme: .dark, pointerSize: 32)

    /// The looks that have a name.
    package static let known = [standard, dark]
}
