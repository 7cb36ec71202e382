import Foundation
import Interaction

/// Fontconfig's configuration for a look: the declared files and nothing else, without any of the host's rules.
struct FontConfiguration {
    /// The text of a `fonts.conf`.
    let text: String

    /// - Parameter paths: the files of the look's families that are installed.
    init(_ fonts: LookFonts, paths: [String]) {
        let folders = Set(paths.compactMap { path in path.lastIndex(of: "/").map { String(path[..<$0]) } }).sorted()
        text = """
            <?xml version="1.0" encoding="UTF-8"?>
            <!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
            <fontconfig>
            \(folders.map { Self.tag("dir", $0) }.joined(separator: "\n"))
            <cachedir>/var/cache/fontconfig</cachedir>
            <cachedir prefix="xdg">fontconfig</cachedir>
            <selectfont>
            <rejectfont><glob>/*</glob></rejectfont>
            <acceptfont>\((folders + paths).map { Self.tag("glob", $0) }.joined())</acceptfont>
            </selectfont>
            \(Self.aliases(fonts))
            \(Self.drawing(fonts))
            \(Self.bitmaps)
            \(Self.slanting)
            \(Self.emboldening)
            </fontconfig>

            """
    }

    /// Names that stand for a serif family; every other that is not in the set stands for sans.
    private static let serifNames = [
        "serif", "Times", "Times New Roman", "Liberation Serif", "Nimbus Roman", "Nimbus Roman No9 L", "Tinos",
        "Noto Serif",
        "FreeSerif", "Georgia", "Cambria", "Caladea", "Garamond", "Palatino", "Palatino Linotype", "Book Antiqua",
        "Bookman", "Century Schoolbook", "New Century Schoolbook", "Bitstream Vera Serif", "DejaVu Serif",
        "Bitstream Charter", "Charter", "Linux Libertine", "Linux Libertine G", "ui-serif", "math",
    ]
    private static let monoNames = [
        "monospace", "mono", "Courier", "Courier New", "Liberation Mono", "Nimbus Mono PS", "Nimbus Mono L", "Cousine",
        "Noto Sans Mono", "Noto Mono", "FreeMono", "Ubuntu Mono", "Consolas", "Menlo", "Monaco", "Inconsolata",
        "Source Code Pro", "Fira Mono", "Fira Code", "Hack", "JetBrains Mono", "Droid Sans Mono", "Roboto Mono",
        "Andale Mono", "Lucida Console", "Lucida Sans Typewriter", "Terminal", "fixed", "Bitstream Vera Sans Mono",
        "DejaVu Sans Mono", "Adwaita Mono", "ui-monospace",
    ]

    /// What each name leads to, bound as strongly as the name itself: else the language of a locale would decide.
    private static func aliases(_ fonts: LookFonts) -> String {
        let members = Set(fonts.families.map(\.name))
        func lines(_ names: [String], _ family: String) -> [String] {
            names.filter { !members.contains($0) }.map { name in
                let other = tag("family", name)
                return "<alias binding=\"same\">\(other)<prefer>\(tag("family", family))</prefer></alias>"
            }
        }
        let emoji = fonts.fallback.first { $0.name.contains("Emoji") }.map { lines(["emoji"], $0.name) } ?? []
        let named = lines(serifNames, fonts.serif.name) + lines(monoNames, fonts.mono.name) + emoji
        let last = [fonts.sans.name] + fonts.fallback.map(\.name)
        return (named + last.map(appended)).joined(separator: "\n")
    }

    private static func appended(_ family: String) -> String {
        let edit = "<edit name=\"family\" mode=\"append_last\" binding=\"strong\">\(tag("string", family))</edit>"
        return "<match target=\"pattern\">\(edit)</match>"
    }

    /// How outlines become pixels, in place of what a program or the host asks for.
    private static func drawing(_ fonts: LookFonts) -> String {
        let edits = [
            ("antialias", "<bool>\(fonts.isSmooth)</bool>"), ("hinting", "<bool>\(fonts.hinting != .none)</bool>"),
            ("hintstyle", "<const>hint\(fonts.hinting.rawValue)</const>"), ("autohint", "<bool>false</bool>"),
            ("rgba", "<const>none</const>"), ("lcdfilter", "<const>lcddefault</const>"),
        ].map { "<edit name=\"\($0)\" mode=\"assign\">\($1)</edit>" }.joined()
        return ["pattern", "font"].map { "<match target=\"\($0)\">\(edits)</match>" }.joined(separator: "\n")
    }

    /// Pictures of characters, such as emoji, are scaled to the size of the text.
    private static let bitmaps = """
        <match target="font"><test name="outline"><bool>false</bool></test>
        <edit name="pixelsizefixupfactor" mode="assign"><divide><name target="pattern">pixelsize</name>
        <name target="font">pixelsize</name></divide></edit></match>
        <match target="font"><test name="outline"><bool>false</bool></test>
        <test name="pixelsizefixupfactor" compare="not_eq"><double>1.0</double></test>
        <edit name="matrix" mode="assign"><times><name>matrix</name>
        <matrix><name>pixelsizefixupfactor</name><double>0</double>
        <double>0</double><name>pixelsizefixupfactor</name></matrix></times></edit>
        <edit name="size" mode="assign"><divide><name>size</name><name>pixelsizefixupfactor</name></divide></edit></match>
        """

    /// Italic text in a family without an italic face.
    private static let slanting = """
        <match target="font"><test name="slant"><const>roman</const></test>
        <test target="pattern" name="slant" compare="not_eq"><const>roman</const></test>
        <edit name="matrix" mode="assign"><times><name>matrix</name>
        <matrix><double>1</double><double>0.2</double><double>0</double><double>1</double></matrix></times></edit>
        <edit name="slant" mode="assign"><const>oblique</const></edit>
        <edit name="embeddedbitmap" mode="assign"><bool>false</bool></edit></match>
        """

    /// Bold text in a family without a bold face.
    private static let emboldening = """
        <match target="font"><test name="weight" compare="less_eq"><const>medium</const></test>
        <test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
        <edit name="embolden" mode="assign"><bool>true</bool></edit>
        <edit name="weight" mode="assign"><const>bold</const></edit></match>
        """

    private static func tag(_ name: String, _ text: String) -> String { "<\(name)>\(text.inXML)</\(name)>" }
}

extension String {
    /// As text between XML's tags, or in an attribute's double quotes.
    var inXML: String { MarkupText.escaped(self) }
}
