/// The fonts of a look: a declared set, of which programs see nothing else.
package struct LookFonts: Hashable, Sendable {
    /// The family of user interfaces, and of every name that is not known.
    var sans: FontFamily
    var serif: FontFamily
    var mono: FontFamily
    /// For characters that those lack, the first family that has one. A machine may lack these.
    var fallback: [FontFamily]
    /// Of user interfaces, in points.
    var size: Int
    var hinting: Hinting
    /// Whether edges are smoothed, in grey; colours of subpixels are never used.
    var isSmooth: Bool

    /// How far outlines are moved onto whole pixels.
    enum Hinting: String, Hashable, Sendable, CaseIterable {
        case none, slight, full
    }

    /// All families, each once.
    package var families: [FontFamily] {
        ([sans, serif, mono] + fallback).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// DejaVu, and Noto for what it lacks.
    static let standard = LookFonts(
        sans: .named("DejaVu Sans"), serif: .named("DejaVu Serif"), mono: .named("DejaVu Sans Mono"),
        fallback: ["Noto Sans CJK JP", "Noto Color Emoji", "OpenSymbol"].map(FontFamily.named), size: 10,
        hinting: .slight, isSmooth: true)

    /// Wider, higher and of other shapes than ``standard``.
    static let large = LookFonts(
        sans: .named("Noto Sans CJK JP"), serif: .named("DejaVu Serif"), mono: .named("DejaVu Sans Mono"),
        fallback: ["DejaVu Sans", "Noto Color Emoji", "OpenSymbol"].map(FontFamily.named), size: 11,
        hinting: .none, isSmooth: true)
}

extension FontFamily {
    /// One of ``known``; a name beside them has no files.
    static func named(_ name: String) -> FontFamily {
        known.first { $0.name == name } ?? FontFamily(name, files: [], package: nil)
    }
}
