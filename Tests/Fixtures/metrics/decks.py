"""Small presentations, written part by part."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from documents import PACKAGE, RELATIONS

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
NAMES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{RELATIONS}"'
GRAPHIC = "http://schemas.openxmlformats.org/drawingml/2006"
TYPE = "application/vnd.openxmlformats-officedocument.presentationml"


def stored(parts):
    """An archive whose parts are not compressed, for files.zip compresses them better together."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, contents in parts:
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), contents)
    return buffer.getvalue()


def run(text="", look="", inner=""):
    piece = f"<a:t>{escape(text)}</a:t>" if text is not None else "<a:t/>"
    return f"<a:r><a:rPr{' ' + look if look else ''}>{inner}</a:rPr>{piece}</a:r>"


def paragraph(runs, properties=None, bullet=""):
    """`runs` is a text or XML; without `properties` the paragraph states none."""
    runs = runs if runs.startswith("<") else run(runs) if runs else ""
    stated = "" if properties is None else f"<a:pPr{' ' + properties if properties else ''}>{bullet}</a:pPr>"
    return f"<a:p>{stated}{runs}</a:p>"


def fill(colour):
    """A solid fill: six hexadecimal digits, or XML."""
    return f"<a:solidFill>{colour if colour.startswith('<') else f'<a:srgbClr val={quoteattr(colour)}/>'}</a:solidFill>"


def frame(place, name="a:xfrm"):
    if place is None:
        return ""
    x, y, width, height = place
    return f'<{name}><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></{name}>'


def shape(name, paragraphs, place=None, kind="box", geometry=None):
    """`kind` is box, auto, free, bare, or the attributes of a placeholder; `paragraphs` is None for a shape that has no text."""
    paragraphs = "".join(p if p.startswith("<") else paragraph(p) for p in paragraphs) if paragraphs is not None else None
    box = ' txBox="1"' if kind == "box" else ""
    holder = "" if kind in ("box", "auto", "free", "bare") else f"<p:ph {kind}/>"
    rectangle = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
    form = {"box": rectangle, "auto": rectangle, "free": "<a:custGeom><a:pathLst/></a:custGeom>"}.get(kind, "")
    text = "" if paragraphs is None else f"<p:txBody><a:bodyPr/>{paragraphs}</p:txBody>"
    return (f'<p:sp><p:nvSpPr><p:cNvPr id="2" name={quoteattr(name)}/><p:cNvSpPr{box}/><p:nvPr>{holder}</p:nvPr></p:nvSpPr>'
            f"<p:spPr>{frame(place)}{form}</p:spPr>{text}</p:sp>")


def picture(name, place, part="i0", inner=""):
    return (f'<p:pic><p:nvPicPr><p:cNvPr id="3" name={quoteattr(name)}/><p:cNvPicPr/><p:nvPr>{inner}</p:nvPr></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{part}"/></p:blipFill><p:spPr>{frame(place)}<a:prstGeom prst="rect"/></p:spPr></p:pic>')


def table(name, rows, place):
    """Cells are texts or lists of paragraphs."""
    cells = "".join("<a:tr h=\"1\">" + "".join(
        f"<a:tc><a:txBody><a:bodyPr/>{''.join([paragraph(cell)] if isinstance(cell, str) else cell)}</a:txBody></a:tc>" for cell in row
    ) + "</a:tr>" for row in rows)
    grid = "<a:tblGrid>" + '<a:gridCol w="1"/>' * len(rows[0]) + "</a:tblGrid>"
    return (f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="4" name={quoteattr(name)}/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
            f'{frame(place, "p:xfrm")}<a:graphic><a:graphicData uri="{GRAPHIC}/table"><a:tbl>{grid}{cells}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>')


def group(name, members, place):
    return (f'<p:grpSp><p:nvGrpSpPr><p:cNvPr id="5" name={quoteattr(name)}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
            f"<p:grpSpPr>{frame(place)}</p:grpSpPr>{''.join(members)}</p:grpSp>")


def line(name, place):
    return (f'<p:cxnSp><p:nvCxnSpPr><p:cNvPr id="6" name={quoteattr(name)}/><p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>'
            f'<p:spPr>{frame(place)}<a:prstGeom prst="line"/></p:spPr></p:cxnSp>')


def tree(root, shapes, background="", after=""):
    empty = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return f"<p:{root} {NAMES}><p:cSld>{background}<p:spTree>{empty}{''.join(shapes)}</p:spTree></p:cSld>{after}</p:{root}>"


def behind(properties):
    return f"<p:bg><p:bgPr>{properties}<a:effectLst/></p:bgPr></p:bg>"


def relations(list):
    return f'<Relationships xmlns="{PACKAGE}/relationships">' + "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"/>' for name, kind, target in list) + "</Relationships>"


def slide(shapes, background="", notes=None, after=""):
    """`notes` is a text, XML of shapes, or None for a slide without notes."""
    return {"shapes": shapes, "background": background, "notes": notes, "after": after}


TITLE = shape("Title", ["Title"], (1000000, 300000, 7000000, 1200000), 'type="title"')
BODY = shape("Body", ["Body"], (1000000, 1800000, 7000000, 4000000), 'type="body" idx="1"')


def deck(slides, size=(9144000, 6858000), master=(TITLE, BODY), master_background="", master_colours="", layout=(), pictures=(), id_first=False):
    """A presentation of `slides`, all with one layout."""
    types, parts, own, identities = "", [], [("m", "slideMaster", "slideMasters/slideMaster1.xml")], ""
    for number, one in enumerate(slides, 1):
        own.append((f"s{number}", "slide", f"slides/slide{number}.xml"))
        attributes = [f'id="{255 + number}"', f'r:id="s{number}"']
        identities += f"<p:sldId {' '.join(attributes[::-1] if id_first else attributes)}/>"
        related = [("l", "slideLayout", "../slideLayouts/slideLayout1.xml")] + [
            (f"i{index}", "image", f"../media/image{index}.png") for index in range(len(pictures))]
        types += f'<Override PartName="/ppt/slides/slide{number}.xml" ContentType="{TYPE}.slide+xml"/>'
        parts.append((f"ppt/slides/slide{number}.xml", tree("sld", one["shapes"], one["background"], one["after"])))
        if one["notes"] is not None:
            notes = one["notes"] if one["notes"].startswith("<") else shape("Notes", one["notes"].split("\n"), None, 'type="body" idx="1"')
            related.append(("n", "notesSlide", f"../notesSlides/notesSlide{number}.xml"))
            types += f'<Override PartName="/ppt/notesSlides/notesSlide{number}.xml" ContentType="{TYPE}.notesSlide+xml"/>'
            image = shape("Image", None, None, 'type="sldImg"')
            parts.append((f"ppt/notesSlides/notesSlide{number}.xml", tree("notes", [image, notes])))
            parts.append((f"ppt/notesSlides/_rels/notesSlide{number}.xml.rels", relations([("s", "slide", f"../slides/slide{number}.xml")])))
        parts.append((f"ppt/slides/_rels/slide{number}.xml.rels", relations(related)))
    extent = f'<p:sldSz cx="{size[0]}" cy="{size[1]}"/>' if size else ""
    colours = f"<p:txStyles><p:titleStyle>{master_colours}</p:titleStyle></p:txStyles>" if master_colours else ""
    return stored([
        ("[Content_Types].xml", f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
         f'<Override PartName="/ppt/presentation.xml" ContentType="{TYPE}.presentation.main+xml"/><Override PartName="/ppt/slideMasters/slideMaster1.xml" ContentType="{TYPE}.slideMaster+xml"/>'
         f'<Override PartName="/ppt/slideLayouts/slideLayout1.xml" ContentType="{TYPE}.slideLayout+xml"/>{types}</Types>'),
        ("_rels/.rels", relations([("d", "officeDocument", "ppt/presentation.xml")])),
        ("ppt/_rels/presentation.xml.rels", relations(own)),
        ("ppt/presentation.xml", f'<p:presentation {NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="m"/></p:sldMasterIdLst><p:sldIdLst>{identities}</p:sldIdLst>{extent}<p:notesSz cx="1" cy="1"/></p:presentation>'),
        ("ppt/slideMasters/slideMaster1.xml", tree("sldMaster", master, master_background, f'<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="l"/></p:sldLayoutIdLst>{colours}')),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", relations([("l", "slideLayout", "../slideLayouts/slideLayout1.xml")])),
        ("ppt/slideLayouts/slideLayout1.xml", tree("sldLayout", layout)),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", relations([("m", "slideMaster", "../slideMasters/slideMaster1.xml")])),
    ] + parts + [(f"ppt/media/image{index}.png", contents) for index, contents in enumerate(pictures)])
