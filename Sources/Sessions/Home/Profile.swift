import Foundation

/// Files in a private session's home that keep programs from asking questions at their first start, and the screen
/// from moving by itself.
enum Profile {
    /// Writes them all, and the toolkits' settings for a look.
    static func write(in folder: SessionFolder, for look: Look) throws(SessionError) {
        for (path, text) in files.merging(ToolkitSettings(look: look).files, uniquingKeysWith: { $1 }) {
            try folder.write(text, to: folder.home.appending(path: path))
        }
    }

    private static let files = [
        ".config/user-dirs.dirs":
            "XDG_DESKTOP_DIR=\"$HOME\"\nXDG_DOCUMENTS_DIR=\"$HOME\"\nXDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n",
        ".config/user-dirs.conf": "enabled=False\n",
        ".bashrc": prompt,
        ".mozilla/firefox/profiles.ini": FirefoxProfile.list,
        ".mozilla/firefox/\(FirefoxProfile.folder)/user.js": FirefoxProfile.preferences,
        ".mtpaint": mtPaint,
    ]

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
}
