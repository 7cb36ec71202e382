import Foundation

/// The environment variables of programs in a session.
package enum SessionEnvironment {
    /// The variables that only the session sets.
    package static let reserved: Set = [
        "DISPLAY", "XAUTHORITY", "HOME", "PWD", "TMPDIR", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS",
        MarkedProcesses.variable,
    ]

    /// For helpers that need nothing but to be found again.
    static func minimal(mark: String) -> [String: String] {
        ["PATH": path, "LANG": "C.UTF-8", MarkedProcesses.variable: mark]
    }

    /// For programs in a private session: nothing of the user's own environment, no proxy, no network desktop.
    ///
    /// - Parameters:
    ///   - fonts: fontconfig's configuration.
    ///   - accessibility: whether programs serve assistive technology, which takes two more processes.
    static func isolated(
        mark: String, folder: SessionFolder, display: String, authority: URL, busAddress: String?, accessibility: Bool,
        look: Look, fonts: URL
    ) -> [String: String] {
        var variables = minimal(mark: mark)
        variables.merge([
            "DISPLAY": display, "XAUTHORITY": authority.path, "HOME": folder.home.path, "PWD": folder.home.path,
            "TMPDIR": folder.temporary.path, "XDG_RUNTIME_DIR": folder.runtime.path,
            "XDG_CONFIG_HOME": folder.home.appending(path: ".config").path,
            "XDG_CACHE_HOME": folder.home.appending(path: ".cache").path,
            "XDG_DATA_HOME": folder.home.appending(path: ".local/share").path,
            "XDG_STATE_HOME": folder.home.appending(path: ".local/state").path,
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share", "XDG_CONFIG_DIRS": "/etc/xdg",
            "XDG_SESSION_TYPE": "x11", "XDG_CURRENT_DESKTOP": "Deskhand", "GDK_BACKEND": "x11",
            "QT_QPA_PLATFORM": "xcb", "SHELL": "/bin/bash", "USER": user, "LOGNAME": user,
        ]) { $1 }
        variables.merge(quietToolkits) { $1 }
        variables.merge(drawing(look, fonts: fonts, in: folder)) { $1 }
        variables["DBUS_SESSION_BUS_ADDRESS"] = busAddress
        variables.merge(accessibility ? serving : ["NO_AT_BRIDGE": "1", "GTK_A11Y": "none"]) { $1 }
        return variables
    }

    /// For programs started on a live desktop: the user's own, with that display and our mark.
    static func attached(mark: String, display: String, authority: URL?) -> [String: String] {
        var variables = ProcessInfo.processInfo.environment
        variables["DISPLAY"] = display
        variables[MarkedProcesses.variable] = mark
        if let authority { variables["XAUTHORITY"] = authority.path }
        return variables
    }

    /// A look, as far as environment variables say it.
    private static func drawing(_ look: Look, fonts: URL, in folder: SessionFolder) -> [String: String] {
        [
            "FONTCONFIG_FILE": fonts.path, "GTK_THEME": ToolkitSettings(look: look).gtkTheme,
            "GTK2_RC_FILES": folder.home.appending(path: ".gtkrc-2.0").path, "XCURSOR_THEME": look.pointer,
            "XCURSOR_SIZE": "\(look.pointerSize)", "QT_FONT_DPI": "\(look.dotsPerInch)", "LANG": look.locale,
            "TZ": look.timeZone,
        ]
    }

    /// Settings in plain files in place of a daemon, no guessing of a screen's scale, no input method of the host's, and of
    /// Qt's themes the built-in one.
    private static let quietToolkits = [
        "QT_QPA_PLATFORMTHEME": "generic", "GTK_IM_MODULE": "gtk-im-context-simple", "QT_IM_MODULE": "compose",
        "GDK_DPI_SCALE": "1", "QT_SCALE_FACTOR": "1", "GSETTINGS_BACKEND": "keyfile", "GIO_USE_VFS": "local",
        "GIO_USE_VOLUME_MONITOR": "unix", "GDK_SCALE": "1", "QT_STYLE_OVERRIDE": "Fusion",
        "QT_AUTO_SCREEN_SCALE_FACTOR": "0", "QT_LOGGING_RULES": "*.debug=false", "LIBGL_ALWAYS_SOFTWARE": "1",
        "GSK_RENDERER": "cairo", "SAL_USE_VCLPLUGIN": "gtk3", "MOZ_LEGACY_PROFILES": "1",
        // Without it, Firefox asks Mozilla for its settings, whatever server a profile names.
        "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1",
    ]

    /// Qt, Firefox and Chromium serve assistive technology only when a screen reader runs, unless they are told to; GTK 3
    /// and 4, and LibreOffice with them, do unless told not to. GTK 2 and Java need a module, where it is installed.
    private static var serving: [String: String] {
        var variables = ["QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "GNOME_ACCESSIBILITY": "1"]
        if hasGTK2Module { variables["GTK_MODULES"] = "gail:atk-bridge" }
        if FileManager.default.fileExists(atPath: javaBridge) {
            variables["JDK_JAVA_OPTIONS"] =
                "-Xbootclasspath/a:\(javaBridge) "
                + "-Djavax.accessibility.assistive_technologies=org.GNOME.Accessibility.AtkWrapper"
        }
        return variables
    }

    /// Java's accessibility bridge, as libatk-wrapper-java installs it without switching it on.
    private static let javaBridge = "/usr/share/java/java-atk-wrapper.jar"

    /// Whether GTK 2's accessibility module is installed; GTK 2 complains about one that is not.
    private static var hasGTK2Module: Bool {
        let folders = ["x86_64-linux-gnu/", "aarch64-linux-gnu/", "", "../lib64/"].map { "/usr/lib/\($0)gtk-2.0" }
        return folders.contains { FileManager.default.fileExists(atPath: "\($0)/modules/libatk-bridge.so") }
    }

    static var path: String { ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin" }

    /// The same on every machine: some programs show it.
    private static let user = "user"
}
