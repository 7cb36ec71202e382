"""Cases of how the text of documents looks."""

from xml.sax.saxutils import escape

from decks import GRAPHIC
from documents import docx, paragraph
from texts import NFC, NFD


def styled(text, look="", inner=""):
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t>{inner}</w:r>'


FONT, OTHER = '<w:rFonts w:ascii="Times New Roman"/>', '<w:rFonts w:ascii="Arial" w:hAnsi="Times New Roman"/>'
LOW = '<w:vertAlign w:val="subscript"/>'
SLANTED, SIZE = "<w:i/>", '<w:sz w:val="28"/>'
PICTURE = f'<w:drawing><a:graphic xmlns:a="{GRAPHIC}/main"><a:graphicData uri="x"/></a:graphic></w:drawing>'


def pages(*runs):
    """A document of two paragraphs, the second of `runs`."""
    return docx(paragraph("first") + paragraph(inner="".join(runs)))


def add(cases):
    for body in [styled("a", FONT), styled("a", FONT) + styled("b", OTHER), styled("a"), "", styled("a", '<w:rFonts w:ascii="times new roman"/>'), styled("a", '<w:rFonts w:cs="Times New Roman"/>')]:
        cases.add("compare_font_names", cases.file(".docx", docx(paragraph(inner=body))), {"value": {"font_name": "Times New Roman"}})
    found = [[styled("H"), styled("2", LOW), styled("O")], [styled("H"), styled("2"), styled("O")], [styled("H2", LOW), styled("O")], [styled("H"), styled("2", '<w:vertAlign w:val="superscript"/>')],
             [styled("H"), styled("2", '<w:vertAlign w:val="baseline"/>')], [styled("H", inner=PICTURE), styled("2", LOW)], [styled("H"), styled("2", inner=PICTURE)], []]
    for one in found:
        for two in found:
            for metric in ["compare_subscript_contains", "compare_contains_image"]:
                cases.add(metric, cases.file(".docx", pages(*one)), cases.file(".docx", pages(*two)))
    plain = cases.file(".docx", pages(styled("plain "), styled("slanted")))
    for look in [SLANTED, SLANTED + SIZE, SIZE, '<w:i w:val="0"/>', '<w:i w:val="false"/>', '<w:i w:val="1"/>' + SIZE, SLANTED + '<w:sz w:val="24"/>', SLANTED + '<w:sz w:val="29"/>', "<w:iCs/>"]:
        cases.add("check_italic_font_size_14", cases.file(".docx", pages(styled("plain "), styled("slanted", look))), plain)
        cases.add("check_italic_font_size_14", cases.file(".docx", pages(styled("other "), styled("slanted", look))), plain)
    for one in ["<w:strike/>", '<w:strike w:val="0"/>', '<w:strike w:val="true"/>', "<w:dstrike/>", ""]:
        for two in ["<w:strike/>", ""]:
            cases.add("evaluate_strike_through_last_paragraph", cases.file(".docx", pages(styled("plain ", two), styled("slanted", one))), plain)
    cases.add("evaluate_strike_through_last_paragraph", cases.file(".docx", docx(["a", ""])), cases.file(".docx", docx(["a", ""])))
    lines = [["a", "b"], ["b", "a"], ["a", "b", "b", ""], ["a", " b "], ["a"], [], ["a", "b", "c"], [NFC], [NFD]]
    for one in lines:
        for two in lines:
            cases.add("compare_docx_lines", cases.file(".docx", docx(one)), cases.file(".docx", docx(two)))
    sources = [["x", "References", "Ada 1843", "Alan 1936"], ["References", "Ada 1843", "", "Alan 1936"], ["References", "Ada 1843", "Alan 1937"], ["References", "Bob", "Cy"], ["References", "Ada 1843"],
               ["References"], ["references", "Ada 1843", "Alan 1936"], ["Ada 1843"], ["References ", "a"], ["References", "Ada 1843", "References", "Alan 1936"]]
    for one in sources:
        for two in sources[:2] + sources[5:8]:
            for options in [None, {"content_only": True, "reference_base_result": 0.92}, {"reference_indicator": "x"}]:
                cases.add("compare_references", cases.file(".docx", docx(one)), cases.file(".docx", docx(two)), options)
    for metric in ["compare_subscript_contains", "compare_contains_image", "check_italic_font_size_14", "evaluate_strike_through_last_paragraph", "compare_docx_lines", "compare_references"]:
        cases.add(metric, cases.file(".docx", "no document"), plain)
        cases.add(metric, {"missing": "a.docx"}, plain)
