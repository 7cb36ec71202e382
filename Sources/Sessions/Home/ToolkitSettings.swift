/// Settings of GTK, Xt and LibreOffice in a session's home, which say a look in each toolkit's own words.
///
/// Every key that a machine's own settings could hold is named, also where it has the toolkit's default.
struct ToolkitSettings {
    let look: Look

    /// Paths in the home, and texts.
    var files: [String: String] {
        [
            ".config/gtk-3.0/settings.ini": gtk, ".config/gtk-4.0/settings.ini": gtk, ".gtkrc-2.0": gtk2,
            ".config/glib-2.0/settings/keyfile": desktopSettings, ".Xdefaults": resources,
            ".config/libreoffice/4/user/registrymodifications.xcu": libreOffice,
        ]
    }

    /// The name of the GTK theme that all GTK programs are told in `GTK_THEME`.
    var gtkTheme: String {
        switch look.theme {
        case .light: "Adwaita"
        case .dark: "Adwaita:dark"
        case .contrast: "HighContrast"
        case .darkContrast: "HighContrastInverse"
        }
    }

    /// The same where the dark variant is said elsewhere.
    private var gtk3Theme: String { look.theme == .dark ? "Adwaita" : gtkTheme }

    private var font: String { "\(look.fonts.sans.name) \(look.fonts.size)" }
    private var smooth: Int { look.fonts.isSmooth ? 1 : 0 }
    private var hints: Int { look.fonts.hinting == .none ? 0 : 1 }

    /// A caret that does not blink and menus that do not fade let the screen come to rest.
    private var gtk: String {
        """
        [Settings]
        gtk-theme-name=\(gtk3Theme)
        gtk-application-prefer-dark-theme=\(look.theme.isDark ? 1 : 0)
        gtk-icon-theme-name=\(look.icons)
        gtk-fallback-icon-theme=hicolor
        gtk-font-name=\(font)
        gtk-cursor-theme-name=\(look.pointer)
        gtk-cursor-theme-size=\(look.pointerSize)
        gtk-cursor-blink=0
        gtk-enable-animations=0
        gtk-recent-files-enabled=0
        gtk-xft-antialias=\(smooth)
        gtk-xft-hinting=\(hints)
        gtk-xft-hintstyle=hint\(look.fonts.hinting.rawValue)
        gtk-xft-rgba=none
        gtk-xft-dpi=\(look.dotsPerInch * 1024)
        gtk-decoration-layout=menu:minimize,maximize,close
        gtk-dialogs-use-header=0
        gtk-shell-shows-app-menu=0
        gtk-shell-shows-menubar=0
        gtk-shell-shows-desktop=1
        gtk-overlay-scrolling=1
        gtk-primary-button-warps-slider=1
        gtk-alternative-button-order=0
        gtk-double-click-time=400
        gtk-double-click-distance=5
        gtk-dnd-drag-threshold=8
        gtk-long-press-time=500
        gtk-enable-event-sounds=0
        gtk-enable-input-feedback-sounds=0
        gtk-error-bell=0

        """
    }

    private var gtk2: String {
        """
        gtk-theme-name="Raleigh"
        gtk-icon-theme-name="\(look.icons)"
        gtk-fallback-icon-theme="hicolor"
        gtk-font-name="\(font)"
        gtk-cursor-theme-name="\(look.pointer)"
        gtk-cursor-theme-size=\(look.pointerSize)
        gtk-cursor-blink=0
        gtk-xft-antialias=\(smooth)
        gtk-xft-hinting=\(hints)
        gtk-xft-hintstyle="hint\(look.fonts.hinting.rawValue)"
        gtk-xft-rgba="none"
        gtk-xft-dpi=\(look.dotsPerInch * 1024)
        gtk-toolbar-style=GTK_TOOLBAR_BOTH
        gtk-toolbar-icon-size=GTK_ICON_SIZE_LARGE_TOOLBAR
        gtk-button-images=1
        gtk-menu-images=1
        gtk-alternative-button-order=0
        gtk-enable-event-sounds=0
        gtk-enable-input-feedback-sounds=0
        gtk-error-bell=0
        \(look.theme.isDark ? Self.gtk2Dark : "")
        """
    }

    /// GTK 2 has no built-in dark theme.
    private static let gtk2Dark = """
        style "dark" {
          fg[NORMAL]="#eeeeec" fg[PRELIGHT]="#ffffff" fg[ACTIVE]="#ffffff" fg[SELECTED]="#ffffff" fg[INSENSITIVE]="#888a85"
          bg[NORMAL]="#353535" bg[PRELIGHT]="#4a4a4a" bg[ACTIVE]="#2a2a2a" bg[SELECTED]="#15539e" bg[INSENSITIVE]="#303030"
          text[NORMAL]="#eeeeec" text[SELECTED]="#ffffff" text[ACTIVE]="#ffffff" text[INSENSITIVE]="#888a85"
          base[NORMAL]="#2d2d2d" base[SELECTED]="#15539e" base[ACTIVE]="#15539e" base[INSENSITIVE]="#303030"
        }
        class "GtkWidget" style "dark"

        """

    /// What programs ask for through GSettings, which an administrator or a distribution may have overridden.
    private var desktopSettings: String {
        """
        [org/gnome/desktop/interface]
        font-name='\(font)'
        document-font-name='\(font)'
        monospace-font-name='\(look.fonts.mono.name) \(look.fonts.size)'
        font-antialiasing='\(look.fonts.isSmooth ? "grayscale" : "none")'
        font-hinting='\(look.fonts.hinting.rawValue)'
        gtk-theme='\(gtk3Theme)'
        icon-theme='\(look.icons)'
        cursor-theme='\(look.pointer)'
        cursor-size=\(look.pointerSize)
        color-scheme='\(look.theme.isDark ? "prefer-dark" : "default")'
        text-scaling-factor=1.0
        scaling-factor=uint32 1
        enable-animations=false
        cursor-blink=false
        overlay-scrolling=true
        clock-format='24h'

        [org/gnome/desktop/wm/preferences]
        button-layout='menu:minimize,maximize,close'
        titlebar-font='\(look.fonts.sans.name) Bold \(look.fonts.size)'

        [org/gnome/desktop/a11y/interface]
        high-contrast=false

        """
    }

    /// Scalable letters, which an eye or a text recogniser reads better than xterm's usual bitmaps.
    private var resources: String {
        let colours = look.theme.isDark ? "XTerm*background: #1e1e1e\nXTerm*foreground: #eeeeec\n" : ""
        return """
            XTerm*faceName: \(look.fonts.mono.name)
            XTerm*faceSize: \(look.fonts.size)
            XTerm*utf8: 1
            XTerm*cursorBlink: false
            \(colours)Xft.dpi: \(look.dotsPerInch)
            Xft.antialias: \(smooth)
            Xft.hinting: \(hints)
            Xft.hintstyle: hint\(look.fonts.hinting.rawValue)
            Xft.rgba: none
            Xcursor.theme: \(look.pointer)
            Xcursor.size: \(look.pointerSize)

            """
    }

    /// No welcome, no word on what is new, no tip of the day, no question about the file format, no recovery; the icons that
    /// the package itself brings, whatever other styles are installed.
    private var libreOffice: String {
        let settings = [
            ("Office.Common/Misc", "ShowTipOfTheDay", "false"), ("Office.Common/Misc", "FirstRun", "false"),
            ("Setup/Product", "WhatsNew", "false"), ("Setup/Product", "ooSetupLastVersion", "99.9"),
            ("Office.Common/Save/Document", "WarnAlienFormat", "false"),
            ("Office.Recovery/RecoveryInfo", "Enabled", "false"), ("Office.Common/Misc", "SymbolStyle", "colibre"),
            ("Office.Common/View", "FontAntiAliasing", "\(look.fonts.isSmooth)"),
        ].map { place, name, value in
            let property = "<prop oor:name=\"\(name)\" oor:op=\"fuse\"><value>\(value)</value></prop>"
            return "<item oor:path=\"/org.openoffice.\(place)\">\(property)</item>"
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <oor:items xmlns:oor="http://openoffice.org/2001/registry">
            \(settings.joined(separator: "\n"))
            </oor:items>

            """
    }
}
