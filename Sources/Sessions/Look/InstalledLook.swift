import Foundation
import Glibc

/// A look, and what of it this machine has.
package struct InstalledLook: Sendable {
    let look: Look
    /// Something of the look that is not installed, and which nothing else can take the place of: a session cannot start.
    let lacking: [MissingPart]
    /// Something that is not installed and that most screens do without: characters of rare scripts, pictures of pointers.
    package let missing: [MissingPart]
    /// The files of fonts that programs see.
    let fontFiles: [String]

    /// Looks for files, which takes less than a millisecond.
    package init(_ look: Look) {
        self.look = look
        var (paths, lacking, missing): ([String], [MissingPart], [MissingPart]) = ([], [], [])
        let needed = [look.fonts.sans, look.fonts.serif, look.fonts.mono]
        for family in look.fonts.families {
            let installed = family.installed
            paths += installed.paths
            guard !installed.missing.isEmpty || installed.paths.isEmpty else { continue }
            let part = MissingPart(
                "the font '\(family.name)'", detail: installed.missing.joined(separator: ", "), package: family.package)
            if needed.contains(family) { lacking.append(part) } else { missing.append(part) }
        }
        if !Self.hasLocale(look.locale) {
            lacking.append(MissingPart("the locale '\(look.locale)'", detail: "not generated", package: "locales-all"))
        }
        if look.timeZone != "UTC", !SystemCalls.isReadable("/usr/share/zoneinfo/\(look.timeZone)") {
            lacking.append(MissingPart("the time zone '\(look.timeZone)'", detail: "unknown", package: "tzdata"))
        }
        for theme in Set([look.icons, look.pointer]) where !SystemCalls.isReadable("/usr/share/icons/\(theme)") {
            let package = theme == "Adwaita" ? "adwaita-icon-theme" : nil
            missing.append(
                MissingPart("the icon theme '\(theme)'", detail: "/usr/share/icons/\(theme)", package: package))
        }
        (self.lacking, self.missing, fontFiles) = (
            lacking, missing, paths.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        )
    }

    /// The font files with their sizes in bytes, which tell one version from another: `DejaVuSans.ttf 757076`.
    var fontVersions: [String] {
        fontFiles.map { path in
            var status = stat()
            let size = stat(path, &status) == 0 ? Int(status.st_size) : 0
            return "\(path.split(separator: "/").last ?? "") \(size)"
        }
    }

    private static func hasLocale(_ name: String) -> Bool {
        if ["C", "POSIX", "C.UTF-8"].contains(name) { return true }
        guard let locale = newlocale(LC_CTYPE_MASK, name, nil) else { return false }
        freelocale(locale)
        return true
    }
}

/// A part of a look that is not installed.
package struct MissingPart: Hashable, Sendable, CustomStringConvertible {
    /// What it is, such as `the font 'DejaVu Sans'`.
    let subject: String
    /// Which files are not there.
    let detail: String
    /// The Debian package that brings it; `nil` where we do not know.
    let package: String?

    init(_ subject: String, detail: String, package: String?) {
        (self.subject, self.detail, self.package) = (subject, detail, package)
    }

    /// What to do about it.
    var remedy: String {
        package.map { "apt-get install \($0)" } ?? "install it, or name another in the look"
    }

    package var description: String {
        "\(subject) is missing\(detail.isEmpty ? "" : " (\(detail))"); \(package == nil ? "" : "install it with: ")\(remedy)"
    }
}
