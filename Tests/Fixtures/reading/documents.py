"""Rows in a table or list of a whole program: `documents.py WIDGET FOLDER FONT SIZE ROW...`.

WIDGET: `calc-sheet` and `writer-table` (LibreOffice), `gnumeric-sheet`, `dillo-table` and `dillo-list` (FLTK),
`netsurf-table`. Writes the document into FOLDER, which is the program's home too, and becomes the program.
"""

import html
import os
import sys

widget, folder, font, size, *rows = sys.argv[1:]
program, kind = widget.split("-")
rows = [html.escape(row) for row in rows]

OFFICE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.{kind}">
<office:styles><style:default-style style:family="{family}">
<style:text-properties style:font-name="{font}" fo:font-family="'{font}'" fo:font-size="{size}pt"/>
</style:default-style></office:styles>
<office:automatic-styles><style:style style:name="cell" style:family="table-cell">
<style:table-cell-properties fo:border="0.5pt solid #000000"/></style:style></office:automatic-styles>
<office:body><office:{kind}><table:table table:name="Rows"><table:table-column/><table:table-column/>
{cells}</table:table></office:{kind}></office:body></office:document>
"""
GNUMERIC = """<?xml version="1.0" encoding="UTF-8"?>
<gnm:Workbook xmlns:gnm="http://www.gnumeric.org/v10.dtd"><gnm:SheetNameIndex>
<gnm:SheetName>Rows</gnm:SheetName></gnm:SheetNameIndex><gnm:Sheets><gnm:Sheet><gnm:Name>Rows</gnm:Name>
<gnm:MaxCol>1</gnm:MaxCol><gnm:MaxRow>{last}</gnm:MaxRow>
<gnm:Styles><gnm:StyleRegion startCol="0" startRow="0" endCol="255" endRow="65535"><gnm:Style>
<gnm:Font Unit="{size}">{font}</gnm:Font></gnm:Style></gnm:StyleRegion></gnm:Styles>
<gnm:Cols DefaultSizePts="48"><gnm:ColInfo No="0" Unit="110"/></gnm:Cols>
<gnm:Cells>{cells}</gnm:Cells></gnm:Sheet></gnm:Sheets></gnm:Workbook>
"""
PAGE = """<!DOCTYPE html><html><head><title>Rows</title><style>
body, table, select {{ font-family: "{font}"; font-size: {size}pt; margin: 2px }}
table {{ border-collapse: collapse }} td {{ border: 1px solid #888; padding: 0 1px }}
</style></head><body>{body}</body></html>
"""


def office():
    cell = '<table:table-cell table:style-name="cell" office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    lines = ("".join(cell.format(text) for text in (row, 100 + number)) for number, row in enumerate(rows))
    cells = "\n".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    kind, family = ("spreadsheet", "table-cell") if program == "calc" else ("text", "paragraph")
    text = OFFICE.format(kind=kind, family=family, font=font, size=size, cells=cells)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    return "fods" if program == "calc" else "fodt", text, ["soffice", "--norestore", "--nologo", profile]


def gnumeric():
    cell = '<gnm:Cell Row="{}" Col="{}" ValueType="60">{}</gnm:Cell>'
    cells = "".join(
        cell.format(row, column, text) for row, word in enumerate(rows) for column, text in enumerate((word, 100 + row)))
    return "gnumeric", GNUMERIC.format(last=len(rows) - 1, font=font, size=size, cells=cells), ["gnumeric", "--no-splash"]


def page():
    if kind == "table":
        body = "<table>" + "".join(f"<tr><td>{row}</td><td>{100 + n}</td></tr>" for n, row in enumerate(rows)) + "</table>"
    else:
        body = f'<select size="{len(rows)}">' + "".join(f"<option>{row}</option>" for row in rows) + "</select>"
    return "html", PAGE.format(font=font, size=size, body=body), ["netsurf-gtk" if program == "netsurf" else program]


WRITERS = {"calc": office, "writer": office, "gnumeric": gnumeric, "dillo": page, "netsurf": page}
ending, text, command = WRITERS[program]()
path = os.path.join(folder, "rows." + ending)
with open(path, "w", encoding="utf-8") as file:
    file.write(text)
os.environ["HOME"] = folder
if program == "dillo":
    # What CSS leaves open, and the text of its own widgets.
    os.makedirs(os.path.join(folder, ".dillo"), exist_ok=True)
    with open(os.path.join(folder, ".dillo", "dillorc"), "w", encoding="utf-8") as file:
        file.write(f'font_sans_serif="{font}"\ngeometry=700x500\n')
os.execvp(command[0], command + [path])
