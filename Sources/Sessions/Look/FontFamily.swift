/// A family of a declared set of fonts: exactly these files, so that a package with more faces of it changes nothing.
package struct FontFamily: Hashable, Sendable {
    /// As programs and fontconfig call it.
    let name: String
    /// Names of files, which lie in one of ``folders``, or absolute paths.
    package let files: [String]
    /// The Debian package that has them; `nil` where nothing is known of it.
    let package: String?

    init(_ name: String, files: [String], package: String?) {
        self.name = name
        self.files = files
        self.package = package
    }

    /// Where Debian's packages, and then those of other distributions, put fonts.
    private static let folders = [
        "truetype/dejavu", "opentype/noto", "truetype/noto", "truetype/openoffice", "truetype/libreoffice",
        "truetype/liberation",
        "truetype/liberation2", "opentype/cantarell", "TTF", "OTF", "noto", "noto-cjk", "dejavu-sans-fonts",
        "dejavu-serif-fonts", "dejavu-sans-mono-fonts", "google-noto-sans-cjk-fonts", "google-noto-color-emoji-fonts",
    ].map { "/usr/share/fonts/\($0)" }

    /// The paths of its files that are there, and the names of those that are not.
    var installed: (paths: [String], missing: [String]) {
        files.reduce(into: ([], [])) { found, file in
            if let path = Self.path(of: file) { found.0.append(path) } else { found.1.append(file) }
        }
    }

    private static func path(of file: String) -> String? {
        let candidates = file.hasPrefix("/") ? [file] : folders.map { "\($0)/\(file)" }
        return candidates.first { SystemCalls.isReadable($0) }
    }
}

extension FontFamily {
    /// The families that a look may name without saying where they are.
    static let known = dejaVu + noto + others

    private static let dejaVu = [
        ("DejaVu Sans", "DejaVuSans"), ("DejaVu Serif", "DejaVuSerif"), ("DejaVu Sans Mono", "DejaVuSansMono"),
    ].map { name, file in
        FontFamily(name, files: ["\(file).ttf", "\(file)-Bold.ttf"], package: "fonts-dejavu-core")
    }

    private static let noto =
        ["Noto Sans CJK JP", "Noto Sans Mono CJK JP"].map {
            FontFamily($0, files: ["NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"], package: "fonts-noto-cjk")
        } + [FontFamily("Noto Color Emoji", files: ["NotoColorEmoji.ttf"], package: "fonts-noto-color-emoji")]
        + [("Noto Sans", "NotoSans"), ("Noto Serif", "NotoSerif"), ("Noto Sans Mono", "NotoSansMono")].map {
            FontFamily($0, files: ["\($1)-Regular.ttf", "\($1)-Bold.ttf"], package: "fonts-noto-core")
        }

    private static let others =
        [
            ("Liberation Sans", "LiberationSans"), ("Liberation Serif", "LiberationSerif"),
            ("Liberation Mono", "LiberationMono"),
        ].map { name, file in
            FontFamily(
                name, files: ["Regular", "Bold", "Italic", "BoldItalic"].map { "\(file)-\($0).ttf" },
                package: "fonts-liberation")
        } + [FontFamily("OpenSymbol", files: ["opens___.ttf"], package: "fonts-opensymbol")]
}
