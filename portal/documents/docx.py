"""A plan as DOCX: real headings, lists and tables with heads, so that it can be read aloud and written on."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.text.paragraph import Paragraph as DocxParagraph

from portal.documents.blocks import (
    Block,
    Facts,
    Fields,
    Image,
    Layout,
    Paragraph,
    Points,
    Strips,
    Table,
    Timeline,
    Title,
)
from portal.documents.packing import still
from portal.documents.pdf import timeline_pictures
from portal.text import clean

LOCALES = {"sv": "sv-SE", "en": "en-GB"}
SPRUCE = RGBColor(0x1D, 0x4F, 0x3D)
WIDEST, HIGHEST = 16.2, 12.0
"""Centimetres of a picture."""
BULLET = "ListBullet"
CONTENTS = 'TOC \\o "1-2" \\h \\z \\u'
_UNWRITABLE = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def write(layout: Layout) -> bytes:
    document = Document()
    _describe(document, layout)
    _front(document, layout)
    _contents(document, layout)
    for block in layout.blocks:
        _write(document, block, layout.lang)
    _footer(document, layout)
    made = io.BytesIO()
    document.save(made)
    return still(made.getvalue(), layout.day)


def safe(text: str) -> str:
    """Text that XML can hold."""
    return _UNWRITABLE.sub("", clean(text))


def _describe(document: Docx, layout: Layout) -> None:
    properties = document.core_properties
    properties.title, properties.author = safe(layout.title)[:255], safe(layout.place)[:255]
    properties.language, properties.comments = LOCALES[layout.lang], ""
    moment = datetime(layout.day.year, layout.day.month, layout.day.day, 12, tzinfo=UTC)
    properties.created = properties.modified = moment
    for section in document.sections:
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.4)
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES[layout.lang])
    styles["Normal"].font.name, styles["Normal"].font.size = "Arial", Pt(10.5)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style: Any = styles[name]
        style.font.color.rgb = SPRUCE
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        style.font.name = "Arial"


def _front(document: Docx, layout: Layout) -> None:
    if layout.municipality:
        document.add_paragraph(safe(layout.municipality))
    document.add_paragraph(safe(layout.title), style="Title")
    if layout.vision:
        _lines(document.add_paragraph(style="Intense Quote"), layout.vision)
    document.add_paragraph().add_run(safe(layout.edition)).bold = True
    if layout.receipt:
        document.add_paragraph(safe(layout.receipt))
    title, names = layout.behind
    if names:
        document.add_paragraph().add_run(safe(title)).bold = True
        _points(document, names)


def _contents(document: Docx, layout: Layout) -> None:
    """A table of contents that Word and LibreOffice can renew; until then it lists the chapters."""
    heading = document.add_paragraph()
    heading.paragraph_format.page_break_before = True
    heading.add_run(safe(layout.contents)).bold = True
    chapters = [_titled(block) for block in layout.blocks if isinstance(block, Title) and block.level == 1]
    paragraph = document.add_paragraph()
    _field(paragraph, "begin", CONTENTS)
    for number, chapter in enumerate(chapters):
        paragraph = paragraph if number == 0 else document.add_paragraph()
        paragraph.add_run(chapter)
    _field(paragraph, "end")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _field(paragraph: DocxParagraph, kind: str, instruction: str = "") -> None:
    """The beginning or the end of a field; what stands between is what it said last."""
    for each in (kind, "instruction", "separate") if instruction else (kind,):
        run = paragraph.add_run()._r
        if each == "instruction":
            text = OxmlElement("w:instrText")
            text.set(qn("xml:space"), "preserve")
            text.text = instruction
            run.append(text)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), each)
            run.append(mark)


def _footer(document: Docx, layout: Layout) -> None:
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.add_run(f"{safe(layout.place)}. {safe(layout.edition)}\t\t")
    _field(paragraph, "begin", "PAGE")
    paragraph.add_run("1")
    _field(paragraph, "end")


def _titled(title: Title) -> str:
    return safe(f"{title.number}. {title.text}" if title.number is not None else title.text)


def _write(document: Docx, block: Block, lang: str) -> None:
    match block:
        case Title():
            _styled(document, f"Heading{block.level}").add_run(_titled(block))
        case Paragraph():
            _lines(document.add_paragraph(), "\n".join(block.lines))
        case Points():
            _points(document, block.items, "ListNumber" if block.is_numbered else BULLET)
        case Facts():
            _facts(document, block.rows)
        case Strips():
            _facts(document, ((f"{each.label} ({each.count}):", each.names) for each in block.strips))
        case Fields():
            _fields(document, block)
        case Table():
            _table(document, block)
        case Image():
            _image(document, block)
        case Timeline():
            _timeline(document, block, lang)


def _points(document: Docx, items: Iterable[str], style: str = BULLET) -> None:
    for item in items:
        _lines(_styled(document, style), item)


def _styled(document: Docx, style: str) -> DocxParagraph:
    """A paragraph with a style by its id: by name python-docx looks through all styles, each time anew."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    return paragraph


def _facts(document: Docx, rows: Iterable[tuple[str, str]]) -> None:
    for name, words in rows:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{safe(name)} ").bold = True
        _lines(paragraph, words)


def _fields(document: Docx, block: Fields) -> None:
    """Two by two, as they are drawn."""
    table = document.add_table(rows=(len(block.fields) + 1) // 2, cols=2, style="Table Grid")
    for number, (name, items) in enumerate(block.fields):
        cell = table.cell(number // 2, number % 2)
        cell.paragraphs[0].add_run(safe(name)).bold = True
        for item in items or ("–",):
            paragraph = cell.add_paragraph()
            paragraph._p.style = BULLET
            _lines(paragraph, item)
    document.add_paragraph()


def _timeline(document: Docx, block: Timeline, lang: str) -> None:
    document.add_paragraph().add_run(safe(block.title)).bold = True
    for content, told in timeline_pictures(block, lang):
        _picture(document, content, WIDEST, told)


def _image(document: Docx, block: Image) -> None:
    photo = block.photo
    width = min(WIDEST, HIGHEST * photo.width / photo.height)
    _picture(document, photo.content, width, block.alt)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _styled(document, "Caption").add_run(safe(block.caption))


def _picture(document: Docx, content: bytes, width: float, alt: str) -> None:
    picture = document.add_picture(io.BytesIO(content), width=Cm(width))
    picture._inline.docPr.set("descr", safe(alt))


def _lines(paragraph: DocxParagraph, text: str) -> None:
    """The text with its line breaks, which stay within the paragraph."""
    paragraph.add_run(safe(text))


def _table(document: Docx, block: Table) -> None:
    table = document.add_table(rows=1, cols=len(block.heads), style="Table Grid")
    for cell, head in zip(table.rows[0].cells, block.heads, strict=True):
        cell.paragraphs[0].add_run(safe(head)).bold = True
    _repeat_head(table)
    for row in block.rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            _lines(cell.paragraphs[0], words)
    document.add_paragraph()


def _repeat_head(table: DocxTable) -> None:
    """Marks the first row as the head: it is read with each cell and repeated on the next page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
