"""What a DOCX looks like: its page, its styles, and the settings that Word reads."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Emu, Length, Pt, RGBColor
from docx.text.font import Font

from portal.documents.docx_paragraphs import element

FONT = "Arial"
SPRUCE, INK, QUIET = RGBColor(0x1D, 0x4F, 0x3D), RGBColor(0x1F, 0x1C, 0x15), RGBColor(0x55, 0x50, 0x3F)
LINSEED, LINE, TINT = "DFA935", "8A8471", "F3F1E9"
MARGIN = Cm(2.4)
WIDTH = Emu(Cm(21) - 2 * MARGIN)
"""Of what is written."""
HEADINGS = {
    "Heading 1": (17, 24, 8, SPRUCE),
    "Heading 2": (13, 18, 6, SPRUCE),
    "Heading 3": (11, 14, 4, SPRUCE),
    "Heading 4": (10.5, 10, 3, INK),
}
"""Points: how large, with how much space before and after; and the colour."""
CONTENTS = {"toc 1": (True, 10, 4, 0.0), "toc 2": (False, 9.5, 0, 0.6)}
"""Whether it is bold; points of size and of space before; centimetres that it is moved in. A plan's fits a page."""
LEFT_OUT = (
    RELATIONSHIP_TYPE.THUMBNAIL,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
)
"""Parts that python-docx brings: a picture of its empty page, and the styles of 2010 once more, which would differ."""
MODE = "15"
"""Of Word 2013 and later. With a lower number "Compatibility Mode" stands in the window's title."""


def dress(document: Docx, locale: str) -> None:
    _page(document)
    _settings(document, locale)
    _type(document, locale)
    _headings(document)
    _front(document)
    _contents(document)
    _tables(document)


def _page(document: Docx) -> None:
    """A4; the front page has no footer."""
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = MARGIN
        section.different_first_page_header_footer = True
    footer: Any = document.styles["Footer"]
    stops = footer.paragraph_format.tab_stops
    stops.clear_all()
    stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    footer.font.color.rgb = QUIET
    resize(footer.font, Pt(8))


def _settings(document: Docx, locale: str) -> None:
    """What python-docx brings is of 2010 and for Japanese."""
    settings = document.settings.element
    for each in settings.iter(qn("w:compatSetting")):
        if each.get(qn("w:name")) == "compatibilityMode":
            each.set(qn("w:val"), MODE)
    for tag in ("w:useFELayout", "w:proofState"):
        for each in list(settings.iter(qn(tag))):
            each.getparent().remove(each)
    settings.find(qn("w:zoom")).attrib.clear()
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:defaultTabStop")).addnext(element("w:autoHyphenation"))
    language = settings.find(qn("w:themeFontLang"))
    language.attrib.clear()
    language.set(qn("w:val"), locale)
    for relations in (document.part.package.rels, document.part.rels):
        for key in [key for key, each in relations.items() if each.reltype in LEFT_OUT]:
            del relations[key]


def _type(document: Docx, locale: str) -> None:
    styles = document.styles.element
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    # As defaults, not in Normal: tables have smaller letters, and Normal would go before their style.
    defaults = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _font(defaults)
    for tag in ("w:sz", "w:szCs"):
        defaults.find(qn(tag)).set(qn("w:val"), "21")
    # Only where a column is narrow: see docx_tables.
    shape = styles.find(f"{qn('w:docDefaults')}/{qn('w:pPrDefault')}/{qn('w:pPr')}")
    shape.insert(0, element("w:suppressAutoHyphens"))


def _font(properties: Any) -> None:
    fonts = properties.get_or_add_rFonts()
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), FONT)


def _headings(document: Docx) -> None:
    for name in ("Title", *HEADINGS, "TOC Heading", "Caption"):
        style: Any = document.styles[name]
        _font(style.element.get_or_add_rPr())
        style.font.color.rgb = SPRUCE
    for name, (size, before, after, colour) in HEADINGS.items():
        style = document.styles[name]
        style.font.italic = style.font.cs_italic = False
        style.font.color.rgb = colour
        resize(style.font, Pt(size))
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    _border(document.styles["Heading 1"], "bottom", 8, 3)
    caption: Any = document.styles["Caption"]
    caption.font.bold = caption.font.cs_bold = False
    caption.font.color.rgb = QUIET


def _front(document: Docx) -> None:
    _border(document.styles["Title"], "bottom", 12, 6)
    vision: Any = document.styles["Intense Quote"]
    vision.font.bold = vision.font.cs_bold = vision.font.italic = vision.font.cs_italic = False
    resize(vision.font, Pt(15))
    vision.font.color.rgb = QUIET
    vision.paragraph_format.left_indent, vision.paragraph_format.right_indent = Cm(0.5), Cm(0)
    _border(vision, "left", 24, 10)


def _contents(document: Docx) -> None:
    for name, (is_bold, size, before, indent) in CONTENTS.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        style.base_style, style.font.bold = document.styles["Normal"], is_bold
        shape = style.paragraph_format
        resize(style.font, Pt(size))
        shape.left_indent = Cm(indent)
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(2), 1.0
        shape.tab_stops.add_tab_stop(WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)


def _tables(document: Docx) -> None:
    grid = document.styles["Table Grid"].element
    for border in grid.find(f"{qn('w:tblPr')}/{qn('w:tblBorders')}"):
        border.set(qn("w:color"), LINE)
    cells = grid.find(f"{qn('w:tblPr')}/{qn('w:tblCellMar')}")
    for side in ("top", "bottom"):
        cells.find(qn(f"w:{side}")).set(qn("w:w"), "57")
    size = element("w:rPr")
    size.extend([element("w:sz", val="19"), element("w:szCs", val="19")])
    grid.find(qn("w:tblPr")).addprevious(size)


def resize(font: Font, size: Length) -> None:
    """The size of its letters, those of scripts that run from right to left, too."""
    font.size = size
    properties = font._element.rPr
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    properties.find(qn("w:sz")).addnext(element("w:szCs", val=str(round(size.pt * 2))))


def _border(style: Any, side: str, size: int, space: int) -> None:
    """One line in linseed instead of what is there; `size` in eighths of a point."""
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    line = f'<w:{side} w:val="single" w:sz="{size}" w:space="{space}" w:color="{LINSEED}"/>'
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{line}</w:pBdr>")
    properties.insert_element_before(border, "w:spacing", "w:ind", "w:contextualSpacing", "w:outlineLvl")
