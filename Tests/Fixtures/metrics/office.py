"""Cases of documents, spreadsheets, archives and PDF files."""

import datetime

import fitz
from openpyxl.styles import Font

from documents import docx, odt, paragraph, run, spaced, table, with_cells, xlsx, zipped
from pictures import png
from texts import NFC, NFD, OHM, OMEGA

PAIR = {"sheet_idx0": "RI0", "sheet_idx1": "EI0"}


def add(cases):
    documents(cases)
    spacing(cases)
    properties(cases)
    sheets(cases)
    cells(cases)
    archives(cases)
    pdfs(cases)


def documents(cases):
    base = ["One", "two  words", "", "Three"]
    others = [base, ["One", "two words", "", "Three"], ["one", "TWO words", "", "three"], ["Three", "", "two  words", "One"],
              ["One", "two  words", "Three"], ["One", "two  words", "", "Tree"], [], ["One two words Three"]]
    options = [{}, {"ignore_blanks": False}, {"ignore_case": True}, {"ignore_order": True, "delete_empty_lines": True},
               {"content_only": True}, {"fuzzy_match": True}, {"fuzzy_match": True, "ignore_blanks": False},
               {"ignore_blanks": False, "ignore_case": True}]
    for other in others:
        for option in options:
            cases.add("compare_docx_files", cases.file(".docx", docx(base)), cases.file(".docx", docx(other)), option)
        cases.add("compare_docx_files_and_ignore_new_lines", cases.file(".docx", docx(base)), cases.file(".docx", docx(other)))
        cases.add("compare_docx_files_and_ignore_new_lines", cases.file(".docx", docx(base)), cases.file(".docx", docx(other)),
                  {"ignore_blanks": False})
    for one, two in [(NFC, NFD), (OHM, OMEGA), ("a\u00a0b", "a b"), ("x", "x"), ("", "")]:
        for option in [{}, {"ignore_blanks": False}]:
            cases.add("compare_docx_files", cases.file(".docx", docx([one])), cases.file(".docx", docx([two])), option)
    pieces = {
        "a\tb": run("a") + "<w:r><w:tab/></w:r>" + run("b"), "a\nb": run("a") + "<w:r><w:br/></w:r>" + run("b"),
        "ab": run("a") + '<w:r><w:br w:type="page"/></w:r>' + run("b"), "a-b": run("a") + "<w:r><w:noBreakHyphen/></w:r>" + run("b"),
        "link": '<w:hyperlink>' + run("link") + "</w:hyperlink>", "": "<w:ins>" + run("new") + "</w:ins>",
        "p": run("p") + '<w:sdt><w:sdtContent>' + run("q") + "</w:sdtContent></w:sdt>",
        "soft": run("soft") + "<w:r><w:softHyphen/></w:r>", "c\nd": run("c") + "<w:r><w:cr/></w:r>" + run("d"),
    }
    for text, inner in pieces.items():
        cases.add("compare_docx_files", cases.file(".docx", docx(paragraph(inner=inner))), cases.file(".docx", docx([text])),
                  {"ignore_blanks": False})
        cases.add("compare_docx_files", cases.file(".docx", docx(paragraph(inner=inner))),
                  cases.file(".docx", docx(paragraph(inner=run(text.strip())))), {"ignore_blanks": False})
    for one, two in [(["a", "b"], ["a", "b"]), (["a", "b"], ["a", "c"]), ([["x", ("span", "y")]], ["xy"]), ([["x", "<s>", "y"]], ["xy"]),
                     ([["x", "<tab>", "y"]], ["xy"]), ([["x", "<br>", "y"]], ["xy"]), ([NFC], [NFD])]:
        cases.add("compare_docx_files", cases.file(".odt", odt(one)), cases.file(".odt", odt(two)), {"ignore_blanks": False})
    cases.add("compare_docx_files", cases.file(".docx", "no document"), cases.file(".docx", docx(base)))
    tables = [[["a", "b"], ["c", "d"]], [["a", "b"], ["c", "e"]], [["a ", "b"], ["c", "d"]], [["a", "b"]], [["a"], ["b"]]]
    for other in tables:
        cases.add("compare_docx_tables", cases.file(".docx", docx(table(tables[0]))), cases.file(".docx", docx(table(other))))
    cases.add("compare_docx_tables", cases.file(".docx", docx(table(tables[0]))), cases.file(".docx", docx(base)))
    red, blue = png((8, 8), (255, 0, 0)), png((8, 8), (0, 0, 255))
    for one, two in [([red], [red]), ([red], [blue]), ([red, blue], [red]), ([red, blue], [blue, red]), ([], [])]:
        cases.add("compare_docx_images", cases.file(".docx", docx(base, pictures=one)), cases.file(".docx", docx(base, pictures=two)))


def spacing(cases):
    lines = [("a", 480, "auto"), ("a", 480, "exact"), ("a", 480, "atLeast"), ("a", 480, None), ("a", 360, "auto"), ("a", 360, "exact"), ("a", 240, "auto")]
    for one in lines:
        for two in lines:
            cases.add("compare_line_spacing", cases.file(".docx", docx(spaced(*one))), cases.file(".docx", docx(spaced(*two))))
    plain = docx(["a"])
    for one in [plain, docx(spaced("b", 480, "auto")), docx(spaced("a", 480, "auto") * 2), docx(paragraph("a", '<w:spacing w:before="240"/>'))]:
        cases.add("compare_line_spacing", cases.file(".docx", one), cases.file(".docx", docx(spaced("a", 480, "auto"))))
        cases.add("compare_line_spacing", cases.file(".docx", one), cases.file(".docx", plain))


def properties(cases):
    broken = paragraph(inner=run("a") + '<w:r><w:br w:type="page"/></w:r>')
    line = paragraph(inner=run("a") + "<w:r><w:br/></w:r>")
    for body in [broken, broken * 2, line, paragraph("a")]:
        for rules in [{}, {"page_break_count": 1}, {"page_break_count": 2}]:
            cases.add("contains_page_break", cases.file(".docx", docx(body)), {"value": rules})
    for alignment in ["center", "left", "both", None]:
        body = paragraph("a", f'<w:jc w:val="{alignment}"/>' if alignment else "") + paragraph("b", '<w:jc w:val="center"/>')
        cases.add("is_first_line_centered", cases.file(".docx", docx(body)))
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for footer in [None, paragraph("page 1"), paragraph("page"), paragraph(inner=field.format(run("1"))), paragraph(inner=field.format("")),
                   paragraph("x") + paragraph("1")]:
        cases.add("has_page_numbers_in_footers", cases.file(".docx", docx(["a"], footer=footer)))


def sheets(cases):
    day = datetime.datetime(2024, 1, 2)
    base = [["Name", "N", "X"], ["Ada", 1, 0.5], ["Alan", 2, 0.25], ["Bob", None, 1]]

    def changed(row, column, value):
        rows = [list(one) for one in base]
        rows[row][column] = value
        return rows

    others = [base, changed(1, 0, "ada"), changed(1, 1, 1.00001), changed(1, 1, 1.001), changed(1, 1, "1"), changed(1, 1, True), changed(1, 1, "x"),
              changed(3, 1, 0), changed(3, 1, "NA"), changed(3, 1, "nan"), changed(0, 1, "M"), changed(0, 1, 5), changed(0, 1, None), changed(1, 2, day),
              changed(1, 1, "0x1"), changed(1, 1, " 1 "), changed(1, 1, "1_0"), changed(1, 1, "1e0"), base + [["Cy", 3, 2]], [row[:2] for row in base],
              [row + [None] for row in base], base + [[None, None, None]], [[NFC, "N", "X"]] + base[1:], [["Name", "N", "N"]] + base[1:], changed(1, 0, None),
              changed(1, 1, "#N/A"), changed(1, 2, float(10 ** 17)), [], [["Name", "N", "X"]], [[None, None, None]] + base]
    for other in others:
        cases.add("compare_table", cases.file(".xlsx", xlsx(base)), cases.file(".xlsx", xlsx(other)), {"rules": [{"type": "sheet_data", **PAIR}]})
        cases.add("compare_table", cases.file(".xlsx", xlsx(other)), cases.file(".xlsx", xlsx(other)), {"rules": [{"type": "sheet_data", **PAIR}]})
    columns = [["1", "2"], [1, 2], ["1", 2], [1, "x"], ["1", "x"], [True, False], [1, 0], [True, 0], [True, "x"], [1, "y"], [1.5, None], ["1.5", None], [day, None],
               [45293, None], ["2024-01-02", None], [None, None], ["0x10", "1"], [16, 1], ["1,000", "2"], ["inf", "1"], ["-1", "+1"], [-1, 1], ["1 ", "2"], [NFC, "a"],
               [NFD, "a"], [0.1 + 0.2, 1], [0.3, 1], [0.12345, 1], [0.12346, 1], [2.5, 2], [1e300, 1], ["TRUE", "FALSE"]]
    for one in columns:
        for two in columns:
            if columns.index(one) == columns.index(two) or abs(columns.index(one) - columns.index(two)) == 1 or columns.index(two) in (0, 1, 5):
                cases.add("compare_table", cases.file(".xlsx", xlsx([["c"]] + [[v] for v in one])), cases.file(".xlsx", xlsx([["c"]] + [[v] for v in two])),
                          {"rules": [{"type": "sheet_data", **PAIR}]})
    for precision in [0, 1, 2, 3, 6]:
        for one, two in [(0.25, 0.251), (2.5, 2.4), (1.005, 1.01), (0.12345, 0.12346)]:
            cases.add("compare_table", cases.file(".xlsx", xlsx([["c"], [one], [1]])), cases.file(".xlsx", xlsx([["c"], [two], [1]])),
                      {"rules": [{"type": "sheet_data", **PAIR, "precision": precision}]})
    for sheet in [0, 1, "RI0", "RI7", "RNSheet1", "RNOther", "EI0", "ENSheet1"]:
        cases.add("compare_table", cases.file(".xlsx", xlsx(base)), cases.file(".xlsx", xlsx(base)),
                  {"rules": [{"type": "sheet_data", "sheet_idx0": sheet, "sheet_idx1": "EI0"}]})
    for title in ["Sheet1", "Sheet2", NFC, NFD]:
        cases.add("compare_table", cases.file(".xlsx", xlsx(base, NFC if title in (NFC, NFD) else "Sheet1")), cases.file(".xlsx", xlsx(base, title)),
                  {"rules": [{"type": "sheet_name"}]})
    looks(cases, base)


def looks(cases, base):
    def frozen(book, sheet): sheet.freeze_panes = "B2"
    def zoomed(book, sheet): sheet.sheet_view.zoomScale = 60
    def bold(book, sheet): sheet["A1"].font = Font(bold=True, color="FFFF0000", name="Arial", size=14, underline="single")
    def hidden(book, sheet): sheet.row_dimensions[2].hidden = True
    def wide(book, sheet): sheet.column_dimensions["B"].width = 30
    def percent(book, sheet): sheet["C2"].number_format = "0.00%"
    changes = {"plain": None, "frozen": frozen, "zoomed": zoomed, "bold": bold, "hidden": hidden, "wide": wide, "percent": percent}
    rules = [{"type": "freeze", **PAIR}, {"type": "row_props", **PAIR, "props": ["hidden"]}, {"type": "col_props", **PAIR, "props": ["width", "hidden"]},
             {"type": "style", **PAIR, "props": ["font_bold", "font_color", "font_size", "number_format"]},
             {"type": "zoom", "sheet_idx": 0, "method": "lt", "ref": 90}]
    for change in changes.values():
        for other in [None, change]:
            for rule in rules:
                cases.add("compare_table", cases.file(".xlsx", xlsx(base, change=change)), cases.file(".xlsx", xlsx(base, change=other)), {"rules": [rule]})
    for name, coordinate, method, reference in [("font_bold", "A1", "eq", True), ("font_name", "A1", "eq", "Arial"), ("font_size", "A1", "eq", 14),
            ("font_underline", "A1", "eq", "single"), ("font_color", "A1", "eq", "FFFF0000"), ("number_format", "B2", "eq", "General"), ("fill_type", "A1", "eq", "patternFill"),
            ("hyperlink", "A1", "eq", ""), ("merge", "A1", "eq", False), ("bgcolor", "A1", "eq", "00000000"), ("font_bold", "Z9", "eq", None)]:
        cases.add("compare_table", cases.file(".xlsx", xlsx(base, change=bold)), None,
                  {"rules": [{"type": "check_cell", "sheet_idx": 0, "coordinate": coordinate, "props": {name: {"method": method, "ref": reference}}}]})


def cells(cases):
    rich = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>c</t></si><si><r><t>ri</t></r><r><t xml:space="preserve">ch </t></r></si></sst>'
    written = {
        "number": '<c r="A2"><v>5</v></c>', "fraction": '<c r="A2"><v>0.1</v></c>', "large": '<c r="A2"><v>1e16</v></c>', "small": '<c r="A2"><v>0.00001</v></c>',
        "boolean": '<c r="A2" t="b"><v>1</v></c>', "error": '<c r="A2" t="e"><v>#DIV/0!</v></c>', "formula": '<c r="A2" t="str"><f>A1</f><v>x</v></c>',
        "inline": '<c r="A2" t="inlineStr"><is><t>in</t></is></c>', "rich": '<c r="A2" t="s"><v>1</v></c>', "empty": '<c r="A2"/>', "hexadecimal": '<c r="A2"><v>0x10</v></c>',
        "typed": '<c r="A2" t="n"><v>7</v></c>', "whole": '<c r="A2"><v>1000000</v></c>', "long": '<c r="A2"><v>123456789012345680</v></c>',
    }
    for cell in written.values():
        found = cases.file(".xlsx", with_cells([["c"]], cell, rich))
        for method, reference in [("eq", 5), ("eq", "in"), ("eq", "rich "), ("eq", None), ("eq", True), ("approx:0.01", 0.1), ("eq", "#DIV/0!"), ("eq", 16)]:
            cases.add("compare_table", found, None,
                      {"rules": [{"type": "check_cell", "sheet_idx": 0, "coordinate": "A2", "props": {"value": {"method": method, "ref": reference}}}]})
        for text in ["5.0", "1e+16", "1e-05", "None", "rich ", "1000000.0", "1.2345678901234568e+17", "True"]:
            gold = cases.file(".xlsx", with_cells([["c"]], f'<c r="A2" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>', rich))
            cases.add("compare_table", found, gold, {"rules": [{"type": "sheet_fuzzy", **PAIR, "rules": [{"range": ["A2"], "type": "exact_match"}]}]})
    texts = [("Rd 5", "Road 5"), ("(123) 45", "12345"), ("ABC", "abc"), ("+1", "1"), ("hello", "hell"), (NFC, NFD), ("x", "xy")]
    kinds = [{"type": "exact_match"}, {"type": "includes"}, {"type": "included_by"}, {"type": "fuzzy_match", "threshold": 80}, {"type": "fuzzy_match"},
             {"type": "exact_match", "normalization": [["Rd", "Road"]]}, {"type": "exact_match", "ignore_chars": "() "}, {"type": "exact_match", "ignore_case": True},
             {"type": "exact_match", "trim_leadings": "+ "}, {"type": "exact_match", "trim_trailings": "oy"}]
    for one, two in texts:
        for kind in kinds:
            cases.add("compare_table", cases.file(".xlsx", xlsx([[one]])), cases.file(".xlsx", xlsx([[two]])),
                      {"rules": [{"type": "sheet_fuzzy", **PAIR, "rules": [{"range": ["A1"], **kind}]}]})


def archives(cases):
    one = zipped([("a.txt", "1"), ("b.txt", "2")])
    for other in [one, zipped([("b.txt", "2"), ("a.txt", "1")]), zipped([("a.txt", "1"), ("b.txt", "3")]), zipped([("a.txt", "1")]), zipped([("A.txt", "1"), ("b.txt", "2")]),
                  zipped([("a.txt", "1"), ("b.txt", "2"), ("c/", "")])]:
        cases.add("compare_zip_files", cases.file(".zip", one), cases.file(".zip", other))
        cases.add("compare_archive", cases.file(".zip", one), cases.file(".zip", other))
    inner = [zipped([("d/x.csv", "a,b\n"), ("y", "1")]), zipped([("d/x.csv", "A,b\n"), ("y", "1")])]
    for options in [{"file_type": "csv", "file_path": "d"}, {"file_type": "csv", "file_path": "d", "ignore_case": True}, {"file_path": "d"}]:
        cases.add("compare_archive", cases.file(".zip", inner[0]), cases.file(".zip", inner[1]), options)


def pdfs(cases):
    def pdf(*pages):
        document = fitz.open()
        for text in pages:
            document.new_page().insert_text((72, 72), text)
        return document.tobytes(garbage=3, deflate=True, no_new_id=True)
    files = [pdf("Hello world"), pdf("Hello moon"), pdf("Hello world", "second page")]
    for one in files:
        for two in files:
            cases.add("compare_pdfs", cases.file(".pdf", one), cases.file(".pdf", two))
        for relation in ["eq", "ne", "lt", "ge"]:
            cases.add("check_pdf_pages", cases.file(".pdf", one), {"value": {"relation": relation, "ref_value": 2}})
