import Foundation
import Images
import Testing

/// Text as programs draw it, where letters touch carets, frames and selections.
@Suite(.needsReadingBed, .serialized)
struct ProgramReadingTests {
    /// Words for each toolkit and font; `Tests/Soak/run reading` asks for all 200.
    private static let count = ProcessInfo.processInfo.environment["DESKHAND_READING_WORDS"].flatMap(Int.init) ?? 16

    /// Only fonts that are installed: fontconfig would put another in the place of one that is not.
    private static let fonts = ["DejaVu Sans", "Liberation Sans"].filter(ReadingBed.isInstalled)

    @Test(arguments: ["xterm", "gtk", "qt", "tk"])
    func `words are read with the caret before or behind them`(toolkit: String) async throws {
        var (asked, missed): (Int, [String]) = (0, [])
        for font in toolkit == "xterm" ? ["fixed"] : Self.fonts {
            let bed = try await ReadingBed(size: Size(width: 480, height: 160))
            defer { bed.end() }
            try await bed.openField(toolkit, font: font, size: 10)
            for (index, word) in try ReadingBed.words.prefix(Self.count).enumerated() {
                // A terminal's block caret stands on a letter there, which is not read yet.
                let isBefore = index % 3 == 2 && toolkit != "xterm"
                try await bed.show(isBefore ? "<\(word)" : word, number: index + 1)
                if try await !bed.comesToRead(word) { missed.append("\(word) in \(font)") }
                asked += 1
            }
        }
        #expect(asked >= 16)
        #expect(100 * missed.count <= max(2 * asked, 100), "missed \(missed.count) of \(asked): \(missed)")
    }

    @Test(arguments: fonts)
    func `rows of lists, tables and text views are read where they touch frames and selections`(
        font: String
    ) async throws {
        let widgets = [
            "tk-list", "tk-tree", "tk-text", "gtk-list", "gtk-grid", "gtk-text", "qt-list", "qt-table", "qt-text",
        ]
        var missed: [String] = []
        for (number, widget) in widgets.enumerated() {
            let bed = try await ReadingBed(size: Size(width: 480, height: 420))
            defer { bed.end() }
            let rows = Array(try ReadingBed.words.dropFirst(12 * number).prefix(12))
            try await bed.openRows(widget, font: font, size: 10, rows)
            for row in rows where try await !bed.comesToRead(row) { missed.append("\(row) in \(widget)") }
        }
        #expect(100 * missed.count <= 2 * 12 * widgets.count, "missed \(missed)")
    }
}
