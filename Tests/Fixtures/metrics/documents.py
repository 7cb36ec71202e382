"""Small office files, written part by part so that each shows one thing."""

import io
import re
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from odf.opendocument import OpenDocumentText
from odf.text import LineBreak, P, S, Span, Tab

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def zipped(parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in parts:
            info = zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, contents)
    return buffer.getvalue()


def run(text):
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(text="", properties="", inner=None):
    properties = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{properties}{run(text) if inner is None else inner}</w:p>"


def spaced(text, line, rule=None):
    rule = f' w:lineRule="{rule}"' if rule else ""
    return paragraph(text, f'<w:spacing w:line="{line}"{rule}/>')


def table(rows):
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) + "</w:tr>" for row in rows
    )
    grid = "<w:tblGrid>" + "<w:gridCol/>" * len(rows[0]) + "</w:tblGrid>"
    return f"<w:tbl>{grid}{cells}</w:tbl>"


def docx(body, footer=None, pictures=()):
    """A document of `body`, XML or a list of paragraphs' texts."""
    if not isinstance(body, str):
        body = "".join(paragraph(text) for text in body)
    relations, types, section, parts = "", "", "", []
    if footer is not None:
        relations += f'<Relationship Id="f1" Type="{RELATIONS}/footer" Target="footer1.xml"/>'
        types += '<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>'
        section = '<w:sectPr><w:footerReference w:type="default" r:id="f1"/></w:sectPr>'
        parts.append(("word/footer1.xml", f'<w:ftr xmlns:w="{WORD}">{footer}</w:ftr>'))
    for index, picture in enumerate(pictures):
        relations += f'<Relationship Id="p{index}" Type="{RELATIONS}/image" Target="media/image{index}.png"/>'
        parts.append((f"word/media/image{index}.png", picture))
    return zipped([
        ("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>{types}</Types>'),
        ("_rels/.rels", f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="d" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/></Relationships>'),
        ("word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>'),
        ("word/document.xml", f'<w:document xmlns:w="{WORD}" xmlns:r="{RELATIONS}"><w:body>{body}{section}</w:body></w:document>'),
    ] + parts)


def odt(paragraphs):
    """A document whose paragraphs are texts, or lists of texts, spans `("span", text)`, and names of elements."""
    document = OpenDocumentText()
    for pieces in paragraphs:
        p = P()
        for piece in [pieces] if isinstance(pieces, str) else pieces:
            if isinstance(piece, tuple):
                p.addElement(Span(text=piece[1]))
            elif piece == "<s>":
                p.addElement(S(c=3))
            elif piece == "<tab>":
                p.addElement(Tab())
            elif piece == "<br>":
                p.addElement(LineBreak())
            else:
                p.addText(piece)
        document.text.addElement(p)
    buffer = io.BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue(), {"content.xml", "mimetype", "META-INF/manifest.xml", "styles.xml", "meta.xml"})


def repacked(archive, wanted=None):
    """The same archive without dates of the day, and without parts that nothing needs."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        return zipped([
            (name, re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z?", b"2024-01-01T00:00:00Z", source.read(name)) if "core" in name or "meta" in name
             else source.read(name))
            for name in source.namelist() if wanted is None or name in wanted
        ])


def xlsx(rows, title="Sheet1", change=None):
    """A workbook of one sheet with `rows`; `change` is called with the book and the sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    if change:
        change(book, sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return repacked(buffer.getvalue())


def with_cells(rows, cells, shared=None):
    """A workbook whose sheet has these `c` elements, written as they are, below `rows` of plain numbers."""
    original = xlsx(rows)
    with zipfile.ZipFile(io.BytesIO(original)) as source:
        parts = [(name, source.read(name)) for name in source.namelist()]
    changed = []
    for name, contents in parts:
        if name == "xl/worksheets/sheet1.xml":
            text = contents.decode()
            number = len(rows) + 1
            text = text.replace("</sheetData>", f'<row r="{number}">{cells}</row></sheetData>')
            contents = text.encode()
        if name == "xl/sharedStrings.xml" and shared is not None:
            contents = shared.encode()
        changed.append((name, contents))
    return zipped(changed)
