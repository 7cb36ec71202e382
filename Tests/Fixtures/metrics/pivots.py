"""Cases of pivot tables, which are written part by part into a book."""

import io
import zipfile

from documents import PACKAGE, RELATIONS, xlsx, zipped

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ROWS = [["Name", "Kind", "N"], ["Ada", "x", 1], ["Alan", "y", 2], ["Bob", "x", 3]]
PROPERTIES = ["col_fields", "filter", "row_fields", "data_fields"]


def items(*numbers):
    """Numbers of items, with a minus those that are hidden."""
    return "<items>" + "".join('<item t="default"/>' if n is None else f'<item x="{abs(n)}"{" h=" + chr(34) + "1" + chr(34) if n < 0 else ""}/>' for n in numbers) + "</items>"


def book(fields=((0, 1, 2, None), (0, 1, None), None), rows=(0,), columns=(1,), pages=(), data=((2, "Sum - N", None),), source=("A1:C4", "Sheet1"), attributes="", location="A1:D6"):
    def listed(name, child, numbers, attribute):
        return f"<{name}>" + "".join(f'<{child} {attribute}="{n}"/>' for n in numbers) + f"</{name}>" if numbers else ""

    shown = "".join(f"<pivotField>{'' if f is None else items(*f)}</pivotField>" for f in fields)
    values = "".join(f'<dataField name="{name}" fld="{n}"{f" subtotal={chr(34)}{subtotal}{chr(34)}" if subtotal else ""}/>' for n, name, subtotal in data)
    pivot = (f'<pivotTableDefinition xmlns="{SHEET}" name="P" cacheId="1" dataCaption="" {attributes}><location ref="{location}" firstHeaderRow="1" firstDataRow="2" firstDataCol="1"/>'
             f'<pivotFields>{shown}</pivotFields>{listed("rowFields", "field", rows, "x")}{listed("colFields", "field", columns, "x")}{listed("pageFields", "pageField", pages, "fld")}'
             f"<dataFields>{values}</dataFields></pivotTableDefinition>")
    cache = (f'<pivotCacheDefinition xmlns="{SHEET}" refreshedBy="x"><cacheSource type="worksheet"><worksheetSource ref="{source[0]}" sheet="{source[1]}"/></cacheSource>'
             '<cacheFields><cacheField name="Name"/><cacheField name="Kind"/><cacheField name="N"/></cacheFields></pivotCacheDefinition>')
    parts = dict(plain())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</workbook>", f'<pivotCaches><pivotCache cacheId="1" xmlns:r="{RELATIONS}" r:id="c1"/></pivotCaches></workbook>'.encode())
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", f'<Relationship Id="c1" Type="{RELATIONS}/pivotCacheDefinition" Target="pivotCache/pivotCacheDefinition1.xml"/></Relationships>'.encode())
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", (f'<Override PartName="/xl/pivotTables/pivotTable1.xml" ContentType="{TYPE}.pivotTable+xml"/>'
                      f'<Override PartName="/xl/pivotCache/pivotCacheDefinition1.xml" ContentType="{TYPE}.pivotCacheDefinition+xml"/></Types>').encode())

    def relation(kind, target):
        return f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" Type="{RELATIONS}/{kind}" Target="{target}"/></Relationships>'

    parts["xl/worksheets/_rels/sheet2.xml.rels"] = relation("pivotTable", "../pivotTables/pivotTable1.xml")
    parts["xl/pivotTables/pivotTable1.xml"] = pivot
    parts["xl/pivotTables/_rels/pivotTable1.xml.rels"] = relation("pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml")
    parts["xl/pivotCache/pivotCacheDefinition1.xml"] = cache
    return zipped(list(parts.items()))


def plain():
    original = xlsx(ROWS, change=lambda book, sheet: book.create_sheet("Sheet2"))
    with zipfile.ZipFile(io.BytesIO(original)) as source:
        return [(name, source.read(name)) for name in source.namelist()]


def add(cases):
    base = book()
    others = [base, zipped(plain()), book(rows=(1,), columns=(0,)), book(columns=()), book(columns=(-2,)), book(pages=(1,), columns=()), book(data=((2, "Total", None),)), book(data=((2, "Sum - N", "count"),)),
              book(data=((1, "Sum - N", None),)), book(data=((2, "Sum - N", "sum"),)), book(fields=((0, 1, -2, None), (0, 1, None), None)), book(fields=((0, 2, 1, None), (0, 1, None), None)),
              book(fields=((0, 1, 2, None), None, None)), book(fields=(None, (0, 1, 2, None), (0, 1, None), None), rows=(1,), columns=(2,), data=((3, "Sum - N", None),), source=("A1:D4", "Sheet1")),
              book(fields=(None, (0, 1, 2, None), (0, 1, None), None), rows=(1,), columns=(2,), data=((3, "Sum - N", None),)), book(source=("A1:C5", "Sheet1")), book(source=("A1:C4", "Sheet2")),
              book(attributes='visualTotals="0"'), book(attributes='showHeaders="0"'), book(location="A3:D8")]
    sets = [PROPERTIES, PROPERTIES + ["ordered"], ["data_fields", "data_fields_name"], ["selection"], ["location"], ["name", "show_total", "show_headers", "show_empty_row", "show_empty_col"], []]
    for other in others:
        for properties in sets:
            rule = {"type": "pivot_table", "sheet_idx0": "RNSheet2", "sheet_idx1": "ENSheet2", "pivot_props": properties}
            cases.add("compare_table", cases.file(".xlsx", other), cases.file(".xlsx", base), {"rules": [rule]})
        rule = {"type": "pivot_table", "sheet_idx0": "RNSheet2", "sheet_idx1": "ENSheet2", "pivot_props": PROPERTIES}
        cases.add("compare_table", cases.file(".xlsx", base), cases.file(".xlsx", other), {"rules": [rule]})
