import Evaluation
import Foundation
import Interaction
import JSON
import Testing

/// Files that claim far more than they hold.
struct BoundedFormatTests {
    @Test func `an archive whose parts are large together is not read beyond its limit`() throws {
        let part = [UInt8](repeating: 0, count: 60 << 20)
        let archive = try ZipArchive(zipped([("a", part)]))
        for _ in 1...8 { #expect(try archive.contents(of: "a").count == part.count) }
        #expect(throws: FormatFault.self) { try archive.contents(of: "a") }
    }

    @Test func `twenty thousand entries are looked up and compared in no time`() throws {
        let names = (0..<20_000).map { "folder/\($0).txt" }
        let start = ContinuousClock.now
        let files = try ArchiveFiles(
            EvidenceFile(name: "a.zip", contents: zipped(names.map { ($0, Array("x".utf8)) })))
        for name in files.listing(of: "folder") { #expect(try files.file(name, in: "folder").contents?.count == 1) }
        // A look through all entries for each of them took minutes.
        #expect(start.duration(to: .now) < .seconds(60))
    }

    @Test func `a table of a few bytes that claims millions of cells is refused`() throws {
        let cell = #"<w:tc><w:tcPr><w:gridSpan w:val="1000"/></w:tcPr></w:tc>"#
        let row = "<w:tr>\(String(repeating: cell, count: 100))</w:tr>"
        let text = { (rows: Int) in
            "<w:document><w:body><w:tbl>\(String(repeating: row, count: rows))</w:tbl></w:body></w:document>"
        }
        #expect(throws: FormatFault.self) { try document("word/document.xml", text(30)) }
        #expect(try document("word/document.xml", text(1)).tables.first?.first?.count == 100_000)
    }

    @Test func `blanks that a number stands for are bounded together`() throws {
        let text = { (count: Int) in
            let blanks = String(repeating: #"<text:s text:c="10000"/>"#, count: count)
            return "<o><office:body><office:text><text:p>\(blanks)</text:p></office:text></office:body></o>"
        }
        #expect(try document("content.xml", text(3)).paragraphs.first?.text.count == 30_000)
        #expect(throws: FormatFault.self) { try document("content.xml", text(2000)) }
    }

    @Test func `cells are bounded over all sheets, and never cut`() throws {
        let row =
            #"<table:table-row table:number-rows-repeated="60"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#
        let content = { (tables: Int) in
            "<o><office:body><office:spreadsheet>"
                + String(repeating: "<table:table table:name='a'>\(row)</table:table>", count: tables)
                + "</office:spreadsheet></office:body></o>"
        }
        let book = { (tables: Int) in EvidenceFile(name: "a.ods", contents: zipped([("content.xml", content(tables))]))
        }
        #expect(throws: FormatFault.self) { try Workbook(book(3)) }
        let csv = String(repeating: String(repeating: "1,", count: 1000) + "\n", count: 2001)
        #expect(throws: FormatFault.self) { try Workbook(EvidenceFile(name: "a.csv", contents: Array(csv.utf8))) }
    }

    @Test func `a picture that claims more pixels than are looked at is the policy's doing`() throws {
        var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8)
        bytes += [0, 0, 0x7F, 0xFF, 0, 0, 0x7F, 0xFF, 8, 2, 0, 0, 0, 0, 0, 0, 0]
        let rules = try JSON(parsing: #"{"height": 1}"#)
        let result = try make("check_image_size").check(file("a.png", bytes), expected: .value(rules))
        #expect(result.score == 0)
        #expect(result.found.contains("it has 32767 x 32767 pixels, expected at most 67108864 in all"))
    }

    @Test func `a text too long to compare is whose it is`() throws {
        let long = String(repeating: "x", count: 400_001)
        let limit = "characters, expected at most 400000 to compare by similarity"
        #expect(throws: EvidenceFault.ofGuest("the text has 400001 \(limit)")) { try Similarity.ratio(long, "y") }
        #expect(throws: EvidenceFault.ofTask("the expected text has 400001 \(limit)")) {
            try Similarity.ratio("y", long)
        }
        let lines = String(repeating: "x\n", count: 50_001)
        #expect(throws: EvidenceFault.self) { try judge("diff_text_file", file("a", lines), gold: file("b", "y")) }
    }

    private func document(_ part: String, _ text: String) throws -> TextDocument {
        try TextDocument(EvidenceFile(name: "a", contents: zipped([(part, text)])))
    }
}
