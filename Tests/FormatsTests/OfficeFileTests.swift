import Formats
import TestInputs
import Testing

/// Spreadsheets and documents that claim far more than they hold.
struct OfficeFileTests {
    @Test func `a table that claims a billion cells costs nothing`() throws {
        let row =
            #"<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16384"/></table:table-row>"#
        let content =
            "<o><office:body><office:spreadsheet><table:table table:name='a'>\(row)</table:table></office:spreadsheet></office:body></o>"
        let book = zipped([("content.xml", content)])
        #expect(throws: FormatFault.self) { try Workbook(book, name: "a.ods") }
        let cells = try #require(CellRanges("A1:XFD1048576")).cells
        #expect(cells.count <= 1_000_000)
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
        let book = { (tables: Int) in zipped([("content.xml", content(tables))])
        }
        #expect(throws: FormatFault.self) { try Workbook(book(3), name: "a.ods") }
        let csv = String(repeating: String(repeating: "1,", count: 1000) + "\n", count: 2001)
        #expect(throws: FormatFault.self) { try Workbook(Array(csv.utf8), name: "a.csv") }
    }

    private func document(_ part: String, _ text: String) throws -> TextDocument {
        try TextDocument(zipped([(part, text)]))
    }
}
