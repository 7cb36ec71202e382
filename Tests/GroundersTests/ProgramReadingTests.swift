import Foundation
import Images
import Testing

/// Text as programs draw it, where letters touch carets, frames and selections.
@Suite(.needsReadingBed, .serialized)
struct ProgramReadingTests {
    /// Words for each toolkit and font; `Tests/Soak/run reading` asks for all 200.
    private static let count = ProcessInfo.processInfo.environment["DESKHAND_READING_WORDS"].flatMap(Int.init)

    /// Pairs of a toolkit and fonts.
    private static let fields = ["xterm", "gtk", "qt", "tk"].flatMap { toolkit in
        ReadingFonts.wanted.map { (toolkit, $0) }
    }
    private static let widgets = [
        "tk-list", "tk-tree", "tk-text", "gtk-list", "gtk-grid", "gtk-text", "qt-list", "qt-table", "qt-text",
    ]
    /// Lists and tables of whole programs: of LibreOffice, FLTK, Gnumeric and NetSurf.
    private static let documents = [
        "calc-sheet", "writer-table", "dillo-table", "dillo-list", "gnumeric-sheet", "netsurf-table",
    ].filter(ReadingBed.hasProgram)

    @Test(arguments: fields)
    func `words are read with the caret before, behind or on them`(toolkit: String, fonts: ReadingFonts) async throws {
        let words = try ReadingBed.words.prefix(Self.count ?? 16)
        for font in toolkit == "xterm" ? ["fixed", fonts.mono] : [fonts.sans] {
            var tally = ReadingTally()
            let place = "\(toolkit), a field"
            let bed = try await ReadingBed(size: Size(width: 480, height: 160))
            defer { bed.end() }
            try await bed.openField(toolkit, font: font, size: 10)
            for (index, word) in words.enumerated() {
                // A terminal's block caret then stands on the first letter.
                try await bed.show(index % 3 == 2 ? "<\(word)" : word, number: index + 1)
                tally.count(word, isRead: try await bed.comesToRead(word, place: place, font: font))
            }
            try tally.write(place, font: font)
            #expect(tally.isEnough, "\(font): \(tally.description)")
        }
    }

    @Test(arguments: ReadingFonts.wanted)
    func `rows of lists, tables and text views are read where they touch frames and selections`(
        fonts: ReadingFonts
    ) async throws {
        var all = ReadingTally()
        for (number, widget) in Self.widgets.enumerated() {
            let rows = try Self.rows(number, of: 12)
            let tally = try await read(rows, in: widget, fonts, Size(width: 480, height: 420))
            for row in rows.joined() { all.count("\(row) in \(widget)", isRead: !tally.missed.contains(row)) }
        }
        #expect(all.isEnough, "\(all.description)")
    }

    @Test(arguments: documents)
    func `rows of sheets, tables and lists of whole programs are read, misspelt words too`(widget: String) async throws
    {
        for fonts in Self.count == nil ? ReadingFonts.wanted.prefix(1) : ReadingFonts.wanted[...] {
            // In the long run a program starts once for fifty words, on a screen that is tall enough for them.
            let isLong = Self.count != nil
            let size = Size<ScreenSpace>(width: 1000, height: isLong ? 1600 : 640)
            let tally = try await read(
                try Self.rows(0, of: isLong ? 50 : 11), in: widget, fonts, size, maximised: isLong)
            // Of so few words one is worth much; the long run holds them all to the share that is asked for.
            let isEnough = Self.count == nil ? tally.missed.count <= 2 : tally.isEnough
            #expect(isEnough, "\(fonts.sans): \(tally.description)")
        }
    }

    @Test func `a word that one look at small bitmap letters misreads is found by another, and no other word is`()
        async throws
    {
        let bed = try await ReadingBed(size: Size(width: 480, height: 160))
        defer { bed.end() }
        try await bed.openField("xterm", font: "fixed", size: 10)
        for (index, (word, other)) in [("compname", "compnape"), ("Scandir", "Scandix"), ("Localeconv", "Localexonv")]
            .enumerated()
        {
            try await bed.show(word, number: index + 1)
            #expect(try await bed.comesToRead(word, place: "xterm, a field", font: "fixed"), "\(word)")
            #expect(try await !bed.reads(other), "\(other)")
        }
    }

    /// Screens of so many rows: one, or in the long run as many as hold all words.
    private static func rows(_ number: Int, of height: Int) throws -> [[String]] {
        let words = try ReadingBed.words
        guard let count else { return [Array(words.dropFirst(height * number).prefix(height))] }
        return stride(from: 0, to: min(count, words.count), by: height).map { Array(words[$0...].prefix(height)) }
    }

    private func read(
        _ screens: [[String]], in widget: String, _ fonts: ReadingFonts, _ size: Size<ScreenSpace>,
        maximised: Bool = false
    ) async throws -> ReadingTally {
        var tally = ReadingTally()
        for rows in screens {
            let bed = try await ReadingBed(size: size, maximises: maximised)
            defer { bed.end() }
            try await bed.openRows(widget, font: fonts.sans, size: 10, rows)
            for row in rows {
                tally.count(row, isRead: try await bed.comesToRead(row, place: widget, font: fonts.sans))
            }
        }
        try tally.write(widget, font: fonts.sans)
        return tally
    }
}
