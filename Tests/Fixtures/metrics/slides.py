"""Cases of presentations."""

import io
import os
import subprocess
import tempfile
import zipfile

from decks import behind, deck, fill, group, line, paragraph, picture, run, shape, slide, stored, table
from documents import docx, repacked
from pictures import png
from texts import NFC, NFD

OPTIONS = ["examine_number_of_slides", "examine_shape", "examine_text", "examine_indent", "examine_font_name", "examine_font_size", "examine_font_bold",
           "examine_font_italic", "examine_color_rgb", "examine_font_underline", "examine_strike_through", "examine_alignment", "examine_bullets",
           "examine_background_color", "examine_note"]
SPECIAL = ["examine_title_bottom_position", "examine_table_bottom_position", "examine_right_position", "examine_top_position",
           "examine_shape_for_shift_size", "examine_image_size", "examine_modify_height"]
LAYOUT = [shape("Title", ["Title"], None, 'type="title"'), shape("Body", ["Body"], (500000, 1500000, 8000000, 4500000), 'idx="1"'),
          shape("Number", ["0"], (6000000, 6200000, 2000000, 400000), 'type="sldNum" idx="12"')]
BOX = (1000000, 1000000, 4000000, 1000000)
PICTURES = [png((8, 8), (255, 0, 0)), png((8, 8), (0, 0, 255))]


def base_slides():
    """Three slides by the names of what stands on them."""
    look = 'lang="en-US" sz="1800" b="1" i="0" u="none"'
    return [
        {"title": shape("Title 1", ["Cats"], None, 'type="title"'),
         "body": shape("Body 2", [paragraph("One", 'lvl="0"', '<a:buChar char="•"/>'), paragraph("Two", 'lvl="1"', '<a:buChar char="-"/>'), paragraph("Three")], None, 'idx="1"'),
         "box": shape("Box 3", [paragraph(run("Bold", look, fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), paragraph("last")], BOX)},
        {"title": shape("Title 1", ["Dogs"], None, 'type="title"'), "picture": picture("Picture 2", (3000000, 2500000, 2000000, 1500000)),
         "free": shape("Form 3", ["in it"], (500000, 5000000, 1000000, 800000), "free"), "line": line("Line 4", (0, 0, 9000000, 0))},
        {"title": shape("Title 1", ["Product Comparison"], (500000, 400000, 8000000, 900000), 'type="title"'),
         "table": table("Table 2", [["a", "b"], ["c", [paragraph(run("d", 'b="1"', fill("0000FF")))]]], (500000, 2000000, 8000000, 1500000)),
         "group": group("Group 3", [shape("Member 1", [paragraph("in a group", 'algn="r"')], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], BOX)},
    ]


def built(change=None, notes=("Say hello", None, "Twice\nsaid"), backgrounds=("", behind(fill("00FF00")), ""), **options):
    slides = base_slides()
    if change:
        change(slides)
    options = {"layout": LAYOUT, "pictures": PICTURES, **options}
    return deck([slide(list(shapes.values()), background, note) for shapes, background, note in zip(slides, backgrounds, notes)], **options)


def swap(number, name, new):
    def change(slides):
        if new is None:
            del slides[number][name]
        else:
            slides[number][name] = new
    return change


def box(*paragraphs, place=BOX, name="Box 3"):
    return swap(0, "box", shape(name, list(paragraphs), place))


def looks(look="lang=\"en-US\" sz=\"1800\" b=\"1\" i=\"0\" u=\"none\"", inner=None, plain="", properties='algn="ctr"', text="Bold", second=" plain"):
    inner = fill("FF0000") + '<a:latin typeface="Arial"/>' if inner is None else inner
    return box(paragraph(run(text, look, inner) + run(second, plain), properties), paragraph("last"))


def body(*paragraphs):
    return swap(0, "body", shape("Body 2", list(paragraphs), None, 'idx="1"'))


def cells(*rows):
    return swap(2, "table", table("Table 2", [list(row) for row in rows], (500000, 2000000, 8000000, 1500000)))


ONE, TWO, THREE = paragraph("One", 'lvl="0"', '<a:buChar char="•"/>'), paragraph("Two", 'lvl="1"', '<a:buChar char="-"/>'), paragraph("Three")
D = paragraph(run("d", 'b="1"', fill("0000FF")))

# What differs from the base, and the options that ask for it.
VARIANTS = {
    "same": (built(), OPTIONS + SPECIAL),
    "looks: size": (built(looks('sz="1801" b="1"')), ["examine_font_size"]),
    "looks: no size": (built(looks('b="1"')), ["examine_font_size"]),
    "looks: not bold": (built(looks('sz="1800" b="0" i="0" u="none"')), ["examine_font_bold"]),
    "looks: bold left out": (built(looks('sz="1800" i="0" u="none"')), ["examine_font_bold"]),
    "looks: bold true": (built(looks('sz="1800" b="true"')), ["examine_font_bold"]),
    "looks: second bold 0": (built(looks(plain='b="0"')), ["examine_font_bold"]),
    "looks: second bold": (built(looks(plain='b="1"')), ["examine_font_bold"]),
    "looks: italic": (built(looks('sz="1800" b="1" i="1"')), ["examine_font_italic"]),
    "looks: italic left out": (built(looks('sz="1800" b="1"')), ["examine_font_italic"]),
    "looks: underline": (built(looks('sz="1800" b="1" u="sng"')), ["examine_font_underline"]),
    "looks: double": (built(looks('sz="1800" b="1" u="dbl"')), ["examine_font_underline"]),
    "looks: second underline": (built(looks(plain='u="sng"')), ["examine_font_underline"]),
    "looks: second double": (built(looks(plain='u="dbl"')), ["examine_font_underline"]),
    "looks: second none": (built(looks(plain='u="none"')), ["examine_font_underline"]),
    "looks: strike": (built(looks('sz="1800" b="1" strike="sngStrike"')), ["examine_strike_through"]),
    "looks: no strike": (built(looks('sz="1800" b="1" strike="noStrike"')), ["examine_strike_through"]),
    "looks: colour": (built(looks(inner=fill("FF0001") + '<a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: small colour": (built(looks(inner=fill("ff0000") + '<a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: theme": (built(looks(inner=fill('<a:schemeClr val="accent1"/>') + '<a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: preset": (built(looks(inner=fill('<a:prstClr val="blue"/>') + '<a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: no colour": (built(looks(inner='<a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: gradient": (built(looks(inner='<a:gradFill/><a:latin typeface="Arial"/>')), ["examine_color_rgb"]),
    "looks: font": (built(looks(inner=fill("FF0000") + '<a:latin typeface="arial"/>')), ["examine_font_name"]),
    "looks: no font": (built(looks(inner=fill("FF0000"))), ["examine_font_name"]),
    "looks: eastern font": (built(looks(inner=fill("FF0000") + '<a:latin typeface="Arial"/><a:ea typeface="Song"/>')), ["examine_font_name"]),
    "looks: left": (built(looks(properties='algn="l"')), ["examine_alignment"]),
    "looks: no properties": (built(looks(properties=None)), ["examine_alignment"]),
    "looks: spacing": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"', '<a:lnSpc><a:spcPct val="200000"/></a:lnSpc>'), paragraph("last"))), ["examine_shape"]),
    "looks: second left": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), paragraph("last", 'algn="l"'))), ["examine_alignment"]),
    "text: word": (built(looks(text="Bald")), ["examine_text", "examine_bullets"]),
    "text: blank": (built(looks(second=" plain ")), ["examine_text", "examine_bullets"]),
    "text: only blank": (built(looks(second=" ")), ["examine_text"]),
    "text: empty run": (built(looks(second="")), ["examine_text", "examine_bullets"]),
    "text: title": (built(swap(0, "title", shape("Title 1", ["Cat"], None, 'type="title"'))), ["examine_text", "examine_bullets"]),
    "text: title with blanks": (built(swap(0, "title", shape("Title 1", [" Cats "], None, 'type="title"'))), ["examine_text"]),
    "text: one run": (built(box(paragraph(run("Bold plain", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>'), 'algn="ctr"'), paragraph("last"))), ["examine_text"]),
    "text: line break": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + "<a:br/>" + run(" plain"), 'algn="ctr"'), paragraph("last"))), ["examine_text"]),
    "text: field": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + '<a:fld id="{1}" type="slidenum"><a:t> plain</a:t></a:fld>', 'algn="ctr"'), paragraph("last"))), ["examine_text"]),
    "text: one more paragraph": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), paragraph("last"), paragraph(""))), ["examine_text"]),
    "text: none": (built(swap(0, "box", shape("Box 3", None, BOX))), ["examine_text"]),
    "level: other": (built(body(paragraph("One", 'lvl="1"', '<a:buChar char="•"/>'), TWO, THREE)), ["examine_indent", "examine_bullets"]),
    "level: left out": (built(body(paragraph("One", "", '<a:buChar char="•"/>'), TWO, THREE)), ["examine_indent", "examine_bullets"]),
    "level: last": (built(body(ONE, TWO, paragraph("Three", 'lvl="1"'))), ["examine_indent", "examine_bullets"]),
    "level: last 0": (built(body(ONE, TWO, paragraph("Three", 'lvl="0"'))), ["examine_indent", "examine_bullets"]),
    "level: last empty": (built(body(ONE, TWO, paragraph("Three", ""))), ["examine_indent", "examine_bullets"]),
    "level: title": (built(swap(0, "title", shape("Title 1", [paragraph("Cats", "")], None, 'type="title"'))), ["examine_bullets"]),
    "bullet: other": (built(body(paragraph("One", 'lvl="0"', '<a:buChar char="*"/>'), TWO, THREE)), ["examine_bullets"]),
    "bullet: none": (built(body(paragraph("One", 'lvl="0"', "<a:buNone/>"), TWO, THREE)), ["examine_bullets"]),
    "bullet: left out": (built(body(paragraph("One", 'lvl="0"'), TWO, THREE)), ["examine_bullets"]),
    "bullet: number": (built(body(paragraph("One", 'lvl="0"', '<a:buAutoNum type="arabicPeriod"/>'), TWO, THREE)), ["examine_bullets"]),
    "bullet: colour": (built(body(paragraph("One", 'lvl="0"', '<a:buClr><a:srgbClr val="FF0000"/></a:buClr><a:buChar char="•"/>'), TWO, THREE)), ["examine_bullets"]),
    "bullet: and an empty piece": (built(body(paragraph("One", 'lvl="0"', '<a:buChar char="*"/>'), TWO, paragraph(run("Three") + run(None)))), ["examine_bullets"]),
    "bullet: empty paragraph": (built(body(ONE, TWO, THREE, paragraph("", 'lvl="3"'))), ["examine_bullets"]),
    "bullet: empty box": (built(body(paragraph(""), paragraph(""), paragraph("", 'lvl="0"'))), ["examine_bullets", "examine_text"]),
    "shape: moved a little": (built(swap(0, "box", shape("Box 3", [paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), "last"], (1004000, 1000000, 4000000, 1000000)))), ["examine_shape"]),
    "shape: picture at the tolerance": (built(swap(1, "picture", picture("Picture 2", (3015000, 2500000, 2000000, 1500000)))), SPECIAL + ["examine_shape"]),
    "shape: picture moved": (built(swap(1, "picture", picture("Picture 2", (3016000, 2500000, 2000000, 1500000)))), SPECIAL + ["examine_shape"]),
    "shape: picture up": (built(swap(1, "picture", picture("Picture 2", (3000000, 1500000, 2000000, 1500000)))), SPECIAL + ["examine_shape"]),
    "shape: picture up a little": (built(swap(1, "picture", picture("Picture 2", (3000000, 2400000, 2000000, 1500000)))), SPECIAL),
    "shape: picture right": (built(swap(1, "picture", picture("Picture 2", (6000000, 2500000, 2000000, 1500000)))), SPECIAL),
    "shape: picture right at the bound": (built(swap(1, "picture", picture("Picture 2", (4320000, 2500000, 2000000, 1500000)))), SPECIAL),
    "shape: picture up at the bound": (built(swap(1, "picture", picture("Picture 2", (3000000, 1980000, 2000000, 1500000)))), SPECIAL),
    "shape: picture larger": (built(swap(1, "picture", picture("Picture 2", (3000000, 2500000, 2500000, 1500000)))), SPECIAL + ["examine_shape"]),
    "shape: picture higher": (built(swap(1, "picture", picture("Picture 2", (3000000, 2500000, 2000000, 1800000)))), SPECIAL),
    "shape: picture to media": (built(swap(1, "picture", picture("Picture 2", (3000000, 1500000, 2000000, 1500000), inner='<a:videoFile r:link="i1"/>'))), SPECIAL),
    "shape: form higher": (built(swap(1, "free", shape("Form 3", ["in it"], (500000, 5000000, 1000000, 900000), "free"))), SPECIAL + ["examine_shape"]),
    "shape: form moved": (built(swap(1, "free", shape("Form 3", ["in it"], (600000, 5000000, 1000000, 800000), "free"))), SPECIAL),
    "shape: form to box": (built(swap(1, "free", shape("Form 3", ["in it"], (600000, 5000000, 1000000, 800000)))), SPECIAL),
    "shape: line right": (built(swap(1, "line", line("Line 4", (5000000, 0, 9000000, 0)))), SPECIAL),
    "shape: line from 0": (built(swap(1, "line", line("Line 4", (1, 0, 9000000, 0)))), ["examine_shape"]),
    "shape: title down": (built(swap(2, "title", shape("Title 1", ["Product Comparison"], (500000, 4000000, 8000000, 900000), 'type="title"'))), SPECIAL + ["examine_shape"]),
    "shape: title down a little": (built(swap(2, "title", shape("Title 1", ["Product Comparison"], (500000, 900000, 8000000, 900000), 'type="title"'))), SPECIAL),
    "shape: title at the bound": (built(swap(2, "title", shape("Title 1", ["Product Comparison"], (500000, 3600000, 8000000, 900000), 'type="title"'))), SPECIAL),
    "shape: table down": (built(swap(2, "table", table("Table 2", [["a", "b"], ["c", [D]]], (500000, 4000000, 8000000, 1500000)))), SPECIAL + ["examine_shape"]),
    "shape: table down a little": (built(swap(2, "table", table("Table 2", [["a", "b"], ["c", [D]]], (500000, 2200000, 8000000, 1500000)))), SPECIAL),
    "shape: table at the bound": (built(swap(2, "table", table("Table 2", [["a", "b"], ["c", [D]]], (500000, 3600000, 8000000, 1500000)))), SPECIAL),
    "shape: group moved": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph("in a group", 'algn="r"')], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], (2000000, 1000000, 4000000, 1000000)))), ["examine_shape", "examine_modify_height"]),
    "shape: no place": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), paragraph("last"), place=None)), ["examine_shape"]),
    "shape: title says its place": (built(swap(0, "title", shape("Title 1", ["Cats"], (1000000, 300000, 7000000, 1200000), 'type="title"'))), ["examine_shape"]),
    "shape: title elsewhere": (built(swap(0, "title", shape("Title 1", ["Cats"], (1000000, 500000, 7000000, 1200000), 'type="title"'))), ["examine_shape"]),
    "shape: layout elsewhere": (built(layout=[LAYOUT[0], shape("Body", ["Body"], (600000, 1500000, 8000000, 4500000), 'idx="1"'), LAYOUT[2]]), ["examine_shape"]),
    "shape: no layout": (built(layout=[]), ["examine_shape"]),
    "shape: one less": (built(swap(0, "box", None)), OPTIONS),
    "shape: other order": (built(lambda slides: slides.__setitem__(0, dict(reversed(slides[0].items())))), ["examine_shape", "examine_text"]),
    "shape: other name": (built(box(paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), paragraph("last"), name="Other")), ["examine_shape"]),
    "shape: without geometry": (built(swap(0, "box", shape("Box 3", [paragraph(run("Bold", 'sz="1800" b="1"', fill("FF0000") + '<a:latin typeface="Arial"/>') + run(" plain"), 'algn="ctr"'), "last"], BOX, "bare"))), ["examine_shape"]),
    "group: alignment": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph("in a group", 'algn="l"')], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], BOX))), ["examine_alignment"]),
    "group: text": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph("in a troop", 'algn="r"')], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], BOX))), ["examine_alignment", "examine_text", "examine_bullets"]),
    "group: bold": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph(run("in a group", 'b="1"'), 'algn="r"')], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], BOX))), ["examine_font_bold"]),
    "group: one less": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph("in a group", 'algn="r"')], BOX)], BOX))), OPTIONS),
    "group: paragraphs": (built(swap(2, "group", group("Group 3", [shape("Member 1", [paragraph("in a group", 'algn="r"'), ""], BOX), group("Inner", [shape("Member 2", ["deeper"], BOX, "auto")], BOX)], BOX))), ["examine_alignment", "examine_text"]),
    "table: text": (built(cells(["a", "B"], ["c", [D]])), ["examine_text", "examine_bullets"]),
    "table: colour": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1"', fill("0000FE")))]])), ["examine_color_rgb"]),
    "table: bold": (built(cells(["a", "b"], ["c", [paragraph(run("d", "", fill("0000FF")))]])), ["examine_font_bold"]),
    "table: italic": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1" i="1"', fill("0000FF")))]])), ["examine_font_italic"]),
    "table: underline": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1" u="sng"', fill("0000FF")))]])), ["examine_font_underline"]),
    "table: double": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1" u="dbl"', fill("0000FF")))]])), ["examine_font_underline"]),
    "table: size": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1" sz="900"', fill("0000FF")))]])), ["examine_font_size"]),
    "table: alignment": (built(cells(["a", "b"], ["c", [paragraph(run("d", 'b="1"', fill("0000FF")), 'algn="ctr"')]])), ["examine_alignment", "examine_bullets"]),
    "table: row": (built(cells(["a", "b"])), ["examine_text", "examine_bullets"]),
    "table: column": (built(cells(["a", "b", "x"], ["c", [D], "y"])), ["examine_text", "examine_bullets"]),
    "table: runs": (built(cells(["a", [paragraph(run("b") + run(""))]], ["c", [D]])), ["examine_text"]),
    "table: paragraphs": (built(cells(["a", [paragraph("b"), paragraph("")]], ["c", [D]])), ["examine_text"]),
    "table: box": (built(swap(2, "table", shape("Table 2", ["a"], (500000, 2000000, 8000000, 1500000)))), ["examine_text"]),
    "background: other": (built(backgrounds=("", behind(fill("00FF01")), "")), ["examine_background_color"]),
    "background: small": (built(backgrounds=("", behind(fill("00ff00")), "")), ["examine_background_color"]),
    "background: none": (built(backgrounds=("", "", "")), ["examine_background_color"]),
    "background: no fill": (built(backgrounds=("", behind("<a:noFill/>"), "")), ["examine_background_color"]),
    "background: gradient": (built(backgrounds=("", behind("<a:gradFill/>"), "")), ["examine_background_color"]),
    "background: of the theme": (built(backgrounds=("", behind(fill('<a:schemeClr val="bg1"/>')), "")), ["examine_background_color"]),
    "background: reference": (built(backgrounds=("", '<p:bg><p:bgRef idx="1001"><a:srgbClr val="00FF00"/></p:bgRef></p:bg>', "")), ["examine_background_color"]),
    "background: of the master": (built(master_background=behind(fill("FFFFFF"))), ["examine_background_color"]),
    "background: both": (built(backgrounds=(behind("<a:noFill/>"), "", ""), master_background=behind(fill("00FF00"))), ["examine_background_color"]),
    "notes: other": (built(notes=("Say hallo", None, "Twice\nsaid")), ["examine_note"]),
    "notes: blanks": (built(notes=(" Say hello ", None, "Twice\nsaid")), ["examine_note"]),
    "notes: none": (built(notes=(None, None, "Twice\nsaid")), ["examine_note"]),
    "notes: empty": (built(notes=("Say hello", "", "Twice\nsaid")), ["examine_note"]),
    "notes: one line": (built(notes=("Say hello", None, "Twice said")), ["examine_note"]),
    "notes: no place for them": (built(notes=("Say hello", "<p:sp><p:nvSpPr><p:cNvPr id=\"2\" name=\"x\"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/></p:sp>", "Twice\nsaid")), ["examine_note"]),
    "slides: two": (deck([slide(list(shapes.values()), background, note) for shapes, background, note in list(zip(base_slides(), ("", behind(fill("00FF00")), ""), ("Say hello", None, "Twice\nsaid")))[:2]], layout=LAYOUT, pictures=PICTURES), ["examine_number_of_slides"]),
    "slides: identity last": (built(id_first=True), ["examine_number_of_slides"]),
    "slides: none": (deck([]), ["examine_number_of_slides"]),
}


def add(cases):
    base = VARIANTS["same"][0]

    def compare(found, gold, options=None):
        cases.add("compare_pptx_files", cases.file(".pptx", found), cases.file(".pptx", gold), options)

    for index, (name, (found, options)) in enumerate(VARIANTS.items()):
        compare(found, base)
        if index % 2 == 0:
            compare(base, found)
        for option in options:
            if option in SPECIAL:
                compare(found, base, {option: True, "examine_shape": False})
            else:
                compare(found, base, {option: False})
        if index % 3 == 0:
            compare(found, base, {option: False for option in OPTIONS})
    for tolerance in [0, 0.001, 0.1, 0.5]:
        for name in ["shape: picture moved", "shape: moved a little", "shape: picture larger", "shape: line from 0"]:
            compare(VARIANTS[name][0], base, {"approximately_tolerance": tolerance})
    for name in ["same", "shape: without geometry", "text: word"]:
        compare(VARIANTS[name][0], base, {"enable_debug": False})
        compare(base, VARIANTS[name][0], {"enable_debug": False})
    compare(base, base, {"examine_aligment": False})
    compare(VARIANTS["looks: left"][0], base, {"examine_aligment": False})
    shifted = [[slide([shape("Box", [text], place)])] for text in ["Elaborate on what you want to discuss.", "Elaborate"] for place in [BOX, (1000000, 1000000, 4000000, 1200000)]]
    for one in shifted:
        for two in shifted:
            compare(deck(one), deck(two), {"examine_shape": False, "examine_shape_for_shift_size": True})
    for one, two in [(NFC, NFD), (NFC, NFC), ("a\u00a0b", "a b")]:
        compare(deck([slide([shape("Box", [one], BOX)])]), deck([slide([shape("Box", [two], BOX)])]))
    compare(b"no presentation", base)
    compare(docx(["a"]), base)
    saved(compare, base)
    others(cases)


def saved(compare, base):
    """The same presentations as LibreOffice saves them."""
    names = ["same", "looks: underline", "looks: strike", "looks: left", "text: word", "bullet: other", "background: other", "notes: other", "shape: picture right", "table: colour", "level: other"]
    with tempfile.TemporaryDirectory() as folder:
        for index, name in enumerate(names):
            with open(os.path.join(folder, f"{index}.pptx"), "wb") as file:
                file.write(VARIANTS[name][0])
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pptx", "--outdir", f"{folder}/out"]
                       + [os.path.join(folder, f"{index}.pptx") for index in range(len(names))], check=True, capture_output=True)
        files = []
        for index in range(len(names)):
            with open(f"{folder}/out/{index}.pptx", "rb") as file:
                files.append(slim(file.read()))
    for name, found in zip(names, files):
        for options in [None, {"examine_shape": False}, {VARIANTS[name][1][0]: False}]:
            compare(found, files[0], options)
        compare(found, base, {"examine_shape": False, "examine_bullets": False, "examine_font_name": False, "examine_font_size": False, "examine_font_bold": False})
    for option in SPECIAL:
        compare(files[names.index("shape: picture right")], files[0], {option: True, "examine_shape": False})
    compare(files[0], base)


def slim(archive):
    """Without parts that say nothing of slides: themes, thumbnails, properties of the document."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        names = [name for name in source.namelist() if "theme" not in name and "docProps" not in name]
    with zipfile.ZipFile(io.BytesIO(repacked(archive, set(names)))) as source:
        return stored([(name, source.read(name)) for name in source.namelist()])


def others(cases):
    for size in [(9144000, 6858000), (6858000, 9144000), (100, 100)]:
        cases.add("check_slide_orientation_Portrait", cases.file(".pptx", deck([slide([])], size=size)))
    cases.add("check_slide_orientation_Portrait", cases.file(".pptx", deck([slide([])], size=None)))
    fills = {"blue": behind(fill("0000FF")), "nearly": behind(fill("0010F0")), "red": behind(fill("FF0000")), "none": "", "no fill": behind("<a:noFill/>"),
             "gradient": behind("<a:gradFill/>"), "theme": behind(fill('<a:schemeClr val="bg1"/>')), "reference": '<p:bg><p:bgRef idx="1001"/></p:bg>'}
    for one in fills.values():
        for two in [fills["blue"], fills["none"], fills["red"]]:
            for master in ["", behind(fill("0000FF")), behind(fill('<a:schemeClr val="bg1"/>'))]:
                file = cases.file(".pptx", deck([slide([], one), slide([], two)], master_background=master))
                cases.add("evaluate_presentation_fill_to_rgb_distance", file, {"value": {"rgb": [0, 0, 255]}})
        file = cases.file(".pptx", deck([slide([], one)]))
        cases.add("evaluate_presentation_fill_to_rgb_distance", file, {"value": {"rgb": [0, 0, 255], "original_rgb": [255, 0, 0]}})
    stretched(cases)
    transitions(cases)
    numbers(cases)
    settings(cases)


def stretched(cases):
    original = deck([slide([picture("P", (1000000, 1000000, 2000000, 1500000)), picture("Q", (0, 0, 100, 100), "i1")])], pictures=PICTURES)
    places = [(0, 0, 9144000, 6858000), (1000000, 1000000, 2000000, 1500000), (457200, 457200, 8229600, 5943600), (228600, 228600, 8686800, 6400800), (228601, 228600, 8686800, 6400800),
              (0, 0, 8686799, 6858000), (685800, 0, 8686800, 6858000), (700000, 0, 8686800, 6858000), (0, 457200, 9144000, 6858000), (0, 457201, 9144000, 6858000), (-200000, -200000, 9500000, 7200000)]
    for place in places:
        for part in ["i0", "i1"]:
            cases.add("check_image_stretch_and_center", cases.file(".pptx", deck([slide([picture("R", place, part)])], pictures=PICTURES)), cases.file(".pptx", original))
    twice = deck([slide([picture("R", places[0]), picture("S", places[1])])], pictures=PICTURES)
    cases.add("check_image_stretch_and_center", cases.file(".pptx", twice), cases.file(".pptx", original))
    for shapes in [[], [shape("Box", ["a"], BOX)], [group("G", [picture("R", places[0])], BOX)]]:
        cases.add("check_image_stretch_and_center", cases.file(".pptx", deck([slide(shapes)], pictures=PICTURES)), cases.file(".pptx", original))


def transitions(cases):
    office = "http://schemas.microsoft.com/office/powerpoint/2010/main"
    choice = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    found = ["", '<p:transition spd="slow"><p:dissolve/></p:transition>', "<p:transition><p:fade/></p:transition>", "<p:transition/>",
             f'<mc:AlternateContent {choice}><mc:Choice xmlns:p14="{office}" Requires="p14"><p:transition p14:dur="2000"><p:dissolve/></p:transition></mc:Choice><mc:Fallback><p:transition><p:fade/></p:transition></mc:Fallback></mc:AlternateContent>',
             f'<mc:AlternateContent {choice}><mc:Choice xmlns:p14="{office}" Requires="p14"><p:transition><p14:vortex/></p:transition></mc:Choice><mc:Fallback><p:transition><p:fade/></p:transition></mc:Fallback></mc:AlternateContent>']
    for after in found:
        for index in [0, 1, 2]:
            for kind in ["dissolve", "fade"]:
                file = cases.file(".pptx", deck([slide([], after=after), slide([])]))
                cases.add("check_transition", file, {"value": {"slide_idx": index, "transition_type": kind}})


def numbers(cases):
    for colours in [["FF0000", "000000"], ["000000", "FF0000"], ["0000FF", "000000"], ["00FF00", "000000"], ["000000", "000000"], ["FF0000"], ["200000", "000000"], ["C9211E", "FFFFFF"], ["331111", "FFFFFF"]]:
        style = "".join(f"<a:lvl{index}pPr>{'<a:defRPr>' + fill(colour) + '</a:defRPr>'}</a:lvl{index}pPr>" for index, colour in enumerate(colours, 1))
        for wanted in ["red", "green", "blue", "black"]:
            cases.add("check_page_number_colors", cases.file(".pptx", deck([slide([])], master_colours=style)), {"value": {"color": wanted}})
    shown = [shape("Number", ["3"], BOX), shape("Number", ["three"], BOX), shape("Number", ["³"], BOX)]
    for one in shown:
        for inner in [fill("FF0000"), fill("FF0001"), fill('<a:schemeClr val="tx1"/>'), ""]:
            for text in ["<number>", "‹#›"]:
                master = [shape("Number", [paragraph(run(text), "", f"<a:defRPr>{inner}</a:defRPr>")], BOX, 'type="sldNum" idx="4"')]
                cases.add("check_slide_numbers_color", cases.file(".pptx", deck([slide([one])], master=master)))


def settings(cases):
    def xcu(*items):
        return ('<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
                + "".join(f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse">{value}</prop></item>' for path, name, value in items) + "</oor:items>")

    start, document, font = "/org.openoffice.Office.Impress/Misc/Start", "/org.openoffice.Office.Common/Save/Document", "/org.openoffice.Office.Writer/DefaultFont"
    values = ["<value>false</value>", "<value>true</value>", "<value>False</value>", "<value> false</value>", "<value></value>", "", "<value>3</value>", "<value>5</value>", "<value>three</value>"]
    for value in values:
        for items in [[(start, "EnablePresenterScreen", value)], [(start, "EnablePresenterScreen", value), (start, "EnablePresenterScreen", values[0])], [(document, "EnablePresenterScreen", value)]]:
            cases.add("check_presenter_console_disable", cases.file(".xcu", xcu(*items)))
        for items in [[(document, "AutoSaveTimeIntervall", value)], [(document, "AutoSaveTimeIntervall", values[6]), (document, "AutoSaveTimeIntervall", value)], [(start, "AutoSaveTimeIntervall", value)]]:
            cases.add("check_auto_saving_time", cases.file(".xcu", xcu(*items)), {"value": {"minutes": 3}})
    for value in ["Arial", "arial", "", "Liberation Sans;Arial"]:
        for items in [[(font, "Standard", f"<value>{value}</value>")], [(font, "Standard", "<value>Arial</value>"), (font, "Standard", f"<value>{value}</value>")], [(start, "Standard", f"<value>{value}</value>")]]:
            cases.add("find_default_font", cases.file(".xcu", xcu(*items)), {"value": {"font_name": "Arial"}})
    for text in ["", "no settings", xcu()]:
        cases.add("check_presenter_console_disable", cases.file(".xcu", text))
        cases.add("check_auto_saving_time", cases.file(".xcu", text), {"value": {"minutes": 3}})
        cases.add("find_default_font", cases.file(".xcu", text), {"value": {"font_name": "Arial"}})
