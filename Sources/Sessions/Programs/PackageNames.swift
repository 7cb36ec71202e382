/// Debian's packages for programs, so that a message can say how to install what is missing.
enum PackageNames {
    private static let differing = [
        "Xvfb": "xvfb", "Xtigervnc": "tigervnc-standalone-server", "dbus-daemon": "dbus", "fc-list": "fontconfig",
        "tesseract": "tesseract-ocr", "prlimit": "util-linux", "ssconvert": "gnumeric", "setxkbmap": "x11-xkb-utils",
        "xkbcomp": "x11-xkb-utils", "xclock": "x11-apps", "xeyes": "x11-apps", "xcalc": "x11-apps",
        "xmodmap": "x11-xserver-utils", "xrandr": "x11-xserver-utils", "xset": "x11-xserver-utils",
        "xprop": "x11-utils", "xwininfo": "x11-utils", "xev": "x11-utils", "xdg-open": "xdg-utils",
        "soffice": "libreoffice", "localc": "libreoffice-calc", "lowriter": "libreoffice-writer",
        "firefox": "firefox-esr", "bwrap": "bubblewrap", "pdftotext": "poppler-utils", "netsurf": "netsurf-gtk",
        "soffice.bin": "libreoffice-core", "thunar": "thunar", "kcalc": "kcalc",
    ]
    private static let same: Set = [
        "openbox", "xterm", "galculator", "gnome-calculator", "mousepad", "featherpad", "zenity", "pcmanfm", "gnumeric",
        "xclip", "xdotool", "scrot", "gedit", "nautilus", "gimp", "inkscape", "chromium", "firefox-esr", "kate",
        "mtpaint", "qpdfview", "netsurf-gtk", "dillo", "xarchiver", "sqlite3", "zip", "unzip",
    ]

    /// The package that brings `program`; `nil` when we do not know.
    static func package(for program: String) -> String? {
        differing[program] ?? (same.contains(program) ? program : nil)
    }
}
