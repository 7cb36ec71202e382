import Foundation

/// Files in a private session's home that keep programs from asking questions at their first start, and the screen
/// from moving by itself.
enum Profile {
    /// Writes them all.
    static func write(in folder: SessionFolder) throws(SessionError) {
        for (path, text) in files {
            try folder.write(text, to: folder.home.appending(path: path))
        }
    }

    private static let files = [
        ".config/gtk-3.0/settings.ini": gtk,
        ".config/gtk-4.0/settings.ini": gtk,
        ".gtkrc-2.0": "gtk-font-name=\"DejaVu Sans 10\"\ngtk-cursor-blink=0\n",
        ".config/user-dirs.dirs":
            "XDG_DESKTOP_DIR=\"$HOME\"\nXDG_DOCUMENTS_DIR=\"$HOME\"\nXDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n",
        ".config/user-dirs.conf": "enabled=False\n",
        ".Xdefaults": xterm,
        ".bashrc": prompt,
        ".config/libreoffice/4/user/registrymodifications.xcu": libreOffice,
        ".mozilla/firefox/profiles.ini": FirefoxProfile.list,
        ".mozilla/firefox/\(FirefoxProfile.folder)/user.js": FirefoxProfile.preferences,
        ".mtpaint": mtPaint,
    ]

    /// A caret that does not blink and menus that do not fade let the screen come to rest.
    private static let gtk = """
        [Settings]
        gtk-theme-name=Adwaita
        gtk-icon-theme-name=Adwaita
        gtk-font-name=DejaVu Sans 10
        gtk-cursor-blink=0
        gtk-enable-animations=0
        gtk-recent-files-enabled=0
        gtk-xft-antialias=1
        gtk-xft-hinting=1
        gtk-xft-hintstyle=hintslight
        gtk-xft-rgba=none

        """

    /// One window, without the small one that would lie on its menus.
    private static let mtPaint = """
        toolbar3 = 0
        window_x = 100
        window_y = 60
        window_w = 900
        window_h = 600

        """

    /// A prompt without the machine's and the user's name, so that terminals look the same everywhere.
    private static let prompt = "PS1='$ '\nPS2='> '\n"

    /// Scalable letters, which an eye or a text recogniser reads better than xterm's usual bitmaps.
    private static let xterm = """
        XTerm*faceName: DejaVu Sans Mono
        XTerm*faceSize: 10
        XTerm*utf8: 1
        XTerm*cursorBlink: false
        Xft.dpi: 96
        Xft.antialias: 1
        Xft.rgba: none

        """

    /// No welcome, no word on what is new, no tip of the day, no question about the file format, no recovery.
    private static let libreOffice = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry">
        <item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="ShowTipOfTheDay" oor:op="fuse"><value>false</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Misc"><prop oor:name="FirstRun" oor:op="fuse"><value>false</value></prop></item>
        <item oor:path="/org.openoffice.Setup/Product"><prop oor:name="WhatsNew" oor:op="fuse"><value>false</value></prop></item>
        <item oor:path="/org.openoffice.Setup/Product"><prop oor:name="ooSetupLastVersion" oor:op="fuse"><value>99.9</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Save/Document"><prop oor:name="WarnAlienFormat" oor:op="fuse"><value>false</value></prop></item>
        <item oor:path="/org.openoffice.Office.Recovery/RecoveryInfo"><prop oor:name="Enabled" oor:op="fuse"><value>false</value></prop></item>
        </oor:items>

        """
}
