import Evaluation
import Formats
import Foundation
import Interaction
import JSON
import Testing

/// Spreadsheets, documents and pictures that other libraries wrote, and what these say of them.
struct OfficeMetricTests {
    private static let pair = #""sheet_idx0": "RI0", "sheet_idx1": "EI0""#

    @Test(arguments: [
        (#"{"type": "sheet_data", \#(pair)}"#, "nudged.xlsx", 1.0),
        (#"{"type": "sheet_data", \#(pair)}"#, "other.xlsx", 0),
        (#"{"type": "sheet_data", \#(pair), "precision": 5}"#, "nudged.xlsx", 0),
        (#"{"type": "sheet_data", "sheet_idx0": "RNSecond", "sheet_idx1": "ENSales"}"#, "sales.xlsx", 0),
        (#"{"type": "sheet_data", "sheet_idx0": 7, "sheet_idx1": "EI0"}"#, "sales.xlsx", 0),
        (#"{"type": "sheet_name"}"#, "other.xlsx", 1), (#"{"type": "sheet_name"}"#, "sales.ods", 0),
        (#"{"type": "freeze", \#(pair)}"#, "nudged.xlsx", 1), (#"{"type": "freeze", \#(pair)}"#, "other.xlsx", 0),
        (#"{"type": "style", \#(pair), "props": ["font_bold", "bgcolor"]}"#, "other.xlsx", 1),
        (#"{"type": "row_props", \#(pair), "props": ["hidden"]}"#, "other.xlsx", 1),
        (#"{"type": "col_props", \#(pair), "props": ["width"]}"#, "other.xlsx", 1),
        (#"{"type": "chart", \#(pair), "chart_props": ["type", "direction"]}"#, "other.xlsx", 1),
        (#"{"type": "chart", \#(pair), "chart_props": ["title"]}"#, "other.xlsx", 0),
        (#"{"type": "chart", \#(pair), "chart_props": ["title"]}"#, "nudged.xlsx", 1),
        (
            #"{"type": "sheet_fuzzy", \#(pair), "rules": [{"range": ["A1:C3"], "type": "fuzzy_match"}]}"#, "other.xlsx",
            1
        ),
        (
            #"{"type": "sheet_fuzzy", \#(pair), "rules": [{"range": ["A1:C3"], "type": "exact_match"}]}"#, "other.xlsx",
            0
        ),
        (#"{"type": "zoom", "sheet_idx": 0, "method": "lt", "ref": 90}"#, "sales.xlsx", 1),
        (#"{"type": "zoom", "sheet_idx": "RNSecond", "method": "eq", "ref": 100}"#, "sales.xlsx", 1),
        (
            #"{"type": "data_validation", "sheet_idx": 0, "dv_props": [{"type": {"method": "eq", "ref": "list"}, "formula1": {"method": "str_set_eq", "ref": ["no", "yes"]}, "ranges": {"method": "spreadsheet_range", "ref": ["D2:D9", "D1:D100"]}}]}"#,
            "sales.xlsx", 1
        ),
        (
            #"{"type": "data_validation", "sheet_idx": 0, "dv_props": [{"type": {"method": "eq", "ref": "whole"}}]}"#,
            "sales.xlsx", 0
        ),
    ])
    func `a workbook is judged by a rule beside a gold file`(rule: String, gold: String, score: Double) throws {
        let options = #"{"rules": [\#(rule)]}"#
        let expected = try fixture("osworld/\(gold)")
        #expect(try judge("compare_table", fixture("osworld/sales.xlsx"), options: options, gold: expected) == score)
        #expect(try judge("compare_table", missing("a.xlsx"), options: options, gold: expected) == 0)
    }

    @Test(arguments: [
        ("B2", #""value": {"method": "eq", "ref": 19}"#), ("C3", #""value": {"method": "approx:0.001", "ref": 0.25}"#),
        ("A4", #""value": {"method": "eq", "ref": "Grüße & <Söhne>"}"#),
        ("Z99", #""value": {"method": "eq", "ref": null}"#),
        ("E2", #""value": {"method": "eq", "ref": true}"#),
        ("B2", #""number_format": {"method": "eq", "ref": "0.00"}"#),
        ("A1", #""font_name": {"method": "eq", "ref": "Liberation Sans"}, "font_size": {"method": "eq", "ref": 12}"#),
        ("A1", #""font_bold": {"method": "eq", "ref": true}, "font_color": {"method": "eq", "ref": "FFFF0000"}"#),
        ("A1", #""bgcolor": {"method": "eq", "ref": "FF00FF00"}, "font_italic": {"method": "eq", "ref": false}"#),
        ("E1", #""hyperlink": {"method": "re", "ref": "example"}"#), ("F3", #""merge": {"method": "eq", "ref": true}"#),
        ("E2", #""merge": {"method": "eq", "ref": false}"#),
    ])
    func `a cell's value and looks are found`(cell: String, properties: String) throws {
        let rule = #"{"type": "check_cell", "sheet_idx": 0, "coordinate": "\#(cell)", "props": {\#(properties)}}"#
        let book = try fixture("osworld/sales.xlsx")
        #expect(try judge("compare_table", book, options: #"{"rules": [\#(rule)]}"#, gold: nil) == 1)
    }

    @Test func `the same table is the same as xlsx, ods and csv`() throws {
        let options = #"{"rules": [{"type": "sheet_data", \#(Self.pair)}]}"#
        let csv = file("sales.csv", "Name,Amount,Share\nAda,19,0.5\nAlan,23,0.25004\nGrüße & <Söhne>,7,\n")
        let ods = try fixture("osworld/sales.ods")
        #expect(try judge("compare_table", csv, options: options, gold: ods) == 1)
        #expect(try judge("compare_table", ods, options: options, gold: csv) == 1)
        let changed = file("sales.csv", "Name,Amount,Share\nAda,19,0.5\nAlan,24,0.25004\nGrüße & <Söhne>,7,\n")
        #expect(try judge("compare_table", changed, options: options, gold: ods) == 0)
    }

    @Test func `printed sheets are the CSV files beside the books`() throws {
        guard case .file(let book, _) = try fixture("osworld/sales.xlsx") else { return }
        func printed(_ name: String, _ text: String?) -> Evidence {
            let lines = text.map { [EvidenceFile(name: "\(name)-Sales.csv", contents: Array($0.utf8))] } ?? []
            return .file(EvidenceFile(name: "\(name).xlsx", contents: book.contents), beside: lines)
        }
        let options = #"{"rules": [{"type": "sheet_print", \#(Self.pair), "ignore_case": true}]}"#
        let gold = printed("gold", "A,b \n1,2\n\n")
        #expect(try judge("compare_table", printed("found", "a,B\n1,2\n"), options: options, gold: gold) == 1)
        #expect(try judge("compare_table", printed("found", "a,B\n1,3\n"), options: options, gold: gold) == 0)
        #expect(try judge("compare_table", printed("found", nil), options: options, gold: gold) == 0)
        #expect(throws: TaskFault.self) {
            try judge("compare_table", printed("found", "a"), options: options, gold: printed("gold", nil))
        }
    }

    @Test func `a document's paragraphs and tables are those that its library sees`() throws {
        guard case .file(let letter, _) = try fixture("osworld/letter.docx") else { return }
        let document = try TextDocument(letter.contents ?? [])
        #expect(document.paragraphs.map(\.text) == (try goldens()["paragraphs"]?.strings))
        let tables = document.tables.map { JSON(.array($0.map { JSON(.array($0.map { JSON(.string($0)) })) })) }
        #expect(JSON(.array(tables)).isEqual(to: try #require(try goldens()["tables"])))
        #expect(document.paragraphs.map(\.pageBreaks) == [0, 0, 0, 1, 0])
        #expect(document.paragraphs[3].lineSpacing == .lines(2))
        #expect(document.pictures.count == 1)
        #expect(try judge("is_first_line_centered", fixture("osworld/letter.docx"), gold: nil) == 1)
        #expect(
            try judge("contains_page_break", fixture("osworld/letter.docx"), rules: #"{"page_break_count": 2}"#) == 0)
        #expect(
            try judge("contains_page_break", fixture("osworld/letter.docx"), rules: #"{"page_break_count": 1}"#) == 1)
    }

    @Test(arguments: [
        ("compare_docx_files", "{}", "letter.docx", 1.0), ("compare_docx_files", "{}", "longer.docx", 0),
        ("compare_docx_files", #"{"ignore_blanks": false}"#, "letter.docx", 1),
        ("compare_docx_files", #"{"ignore_order": true, "delete_empty_lines": true}"#, "letter.docx", 1),
        ("compare_docx_files", #"{"fuzzy_match": true, "fuzzy_match_threshold": 0.9}"#, "longer.docx", 1),
        ("compare_docx_files", #"{"content_only": true}"#, "letter.docx", 1),
        ("compare_docx_files", "{}", "letter.odt", 0),
        ("compare_docx_files_and_ignore_new_lines", "{}", "taller.docx", 1),
        ("compare_docx_tables", "{}", "longer.docx", 1), ("compare_docx_tables", "{}", "taller.docx", 0),
        ("compare_docx_images", "{}", "longer.docx", 1), ("compare_line_spacing", "{}", "taller.docx", 1),
        ("compare_line_spacing", "{}", "longer.docx", 0),
    ])
    func `documents are compared`(metric: String, options: String, gold: String, score: Double) throws {
        let gold = try fixture("osworld/\(gold)")
        #expect(try judge(metric, fixture("osworld/letter.docx"), options: options, gold: gold) == score)
        #expect(try judge(metric, file("a.docx", "no document"), options: options, gold: gold) == 0)
    }

    @Test func `likeness is what the fuzzy matcher says`() throws {
        let golden = try #require(try goldens()["ratio"])
        let texts = try #require(golden["texts"]?.strings)
        #expect(abs(try Similarity.ratio(texts[0], texts[1]) - (golden["value"]?.number ?? 0)) < 1e-12)
    }

    @Test func `structural similarity is what scikit-image says`() throws {
        let (one, two) = (try fixture("osworld/dots.png"), try fixture("osworld/noisy.png"))
        let wanted = try #require(try goldens()["similarity"])
        let grey = try judge("compare_images", one, gold: two)
        #expect(abs(grey - (wanted["grey"]?.number ?? 0)) < 1e-6, "\(grey)")
        let colour = wanted["colour"]?.number ?? 0
        for (threshold, score) in [(colour - 1e-6, 1.0), (colour + 1e-6, 0)] {
            let options = #"{"ssim_threshold": \#(threshold)}"#
            #expect(try judge("check_structure_sim_with_threshold", one, options: options, gold: two) == score)
        }
        #expect(try judge("compare_images", one, gold: one) == 1)
        #expect(try judge("compare_images", one, options: #"{"reference_base_result": 0.9}"#, gold: two) == 0)
        #expect(try judge("check_structure_sim", one, gold: two) == 0)
        #expect(try judge("compare_image_list", one, gold: one) == 1)
        #expect(try judge("compare_image_list", one, gold: two) == 0)
        #expect(try judge("check_image_size", one, rules: #"{"height": 24}"#) == 1)
        #expect(try judge("check_image_size", one, rules: #"{"height": 24, "width": 24}"#) == 0)
        #expect(try judge("check_image_file_size", one, rules: #"{"max_size": 100}"#) == 0)
        let photo = file("a.jpg", [0xFF, 0xD8, 0xFF, 0xE0])
        #expect(try judge("compare_images", photo, gold: one) == 0)
        #expect(throws: TaskFault.self) { try judge("compare_images", one, gold: photo) }
        #expect(try judge("compare_images", file("a.png", "no picture"), gold: one) == 0)
    }

    private func goldens() throws -> JSON { try JSON(parsing: try #require(try fixture("osworld/goldens.json").text)) }
}
