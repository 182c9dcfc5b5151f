"""A plan as DOCX: real headings, lists and tables with heads, so that it can be read aloud and written on."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as Docx
from docx.shared import Cm, Emu, Length, Pt
from docx.text.paragraph import Paragraph as DocxParagraph
from docx.text.parfmt import ParagraphFormat

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
from portal.documents.docx_contents import write_contents, write_heading
from portal.documents.docx_look import WIDTH, dress
from portal.documents.docx_paragraphs import BULLET, NUMBER, bold, field, styled, words
from portal.documents.docx_tables import write_fields, write_table
from portal.documents.packing import still
from portal.documents.pdf import timeline_pictures
from portal.documents.xml import LOCALES, safe

HIGHEST = Cm(12)
"""Of a picture."""
FRONT = Pt(120)
"""Space over the first words of the front page."""
CLOSE = Pt(3)
"""Space between facts that belong together."""
TOGETHER = 500
"""Characters of facts that stay on one page, as in the PDF."""


def write(layout: Layout) -> bytes:
    document = Document()
    dress(document, LOCALES[layout.lang])
    _describe(document, layout)
    _front(document, layout)
    write_contents(document, layout)
    following = (*layout.blocks[1:], None)
    for number, (block, after) in enumerate(zip(layout.blocks, following, strict=False)):
        _write(document, block, number, layout.lang)
        _join(document, block, after)
    _footer(document, layout)
    made = io.BytesIO()
    document.save(made)
    return still(made.getvalue(), layout.day)


def _describe(document: Docx, layout: Layout) -> None:
    properties = document.core_properties
    properties.title, properties.author = safe(layout.title)[:255], safe(layout.place)[:255]
    properties.language, properties.comments = LOCALES[layout.lang], ""
    moment = datetime(layout.day.year, layout.day.month, layout.day.day, 12, tzinfo=UTC)
    properties.created = properties.modified = moment


def _front(document: Docx, layout: Layout) -> None:
    if layout.municipality:
        words(document.add_paragraph(), layout.municipality)
    words(document.add_paragraph(style="Title"), layout.title)
    if layout.vision:
        words(document.add_paragraph(style="Intense Quote"), layout.vision)
    bold(document.add_paragraph(), layout.edition)
    if layout.receipt:
        words(document.add_paragraph(), layout.receipt)
    title, names = layout.behind
    if names:
        _name(document, title)
        _points(document, names)
    document.paragraphs[0].paragraph_format.space_before = FRONT


def _footer(document: Docx, layout: Layout) -> None:
    """As in the PDF: the place, the edition, and which page of how many."""
    paragraph = document.sections[0].footer.paragraphs[0]
    words(paragraph, f"{safe(layout.place)}. {safe(layout.edition)}")
    paragraph.add_run("\t")
    field(paragraph, "PAGE", "1")
    paragraph.add_run(" (")
    field(paragraph, "NUMPAGES", "1")
    paragraph.add_run(")")


def _join(document: Docx, block: Block, after: Block | None) -> None:
    """A table has a gap below it: without one the next would be a part of it. What leads to a list or to facts stays
    with it."""
    if isinstance(block, Table | Fields) and not isinstance(after, Title):
        document.add_paragraph().paragraph_format.space_after = Pt(0)
    if isinstance(block, Paragraph) and isinstance(after, Points | Facts):
        _last(document).keep_with_next = True
        if isinstance(after, Facts):
            _last(document).space_after = CLOSE


def _last(document: Docx) -> ParagraphFormat:
    """Of the paragraph written last; `document.paragraphs` goes through all of them."""
    return DocxParagraph(document.element.body[-2], document._body).paragraph_format


def _write(document: Docx, block: Block, number: int, lang: str) -> None:
    match block:
        case Title():
            write_heading(document, block, number)
        case Paragraph():
            words(document.add_paragraph(), "\n".join(block.lines))
        case Points():
            _points(document, block.items, NUMBER if block.is_numbered else BULLET)
        case Facts():
            _facts(document, block.rows)
        case Strips():
            _facts(document, [(f"{each.label} ({each.count}):", each.names) for each in block.strips])
        case Fields():
            write_fields(document, block)
        case Table():
            write_table(document, block)
        case Image():
            _image(document, block)
        case Timeline():
            _timeline(document, block, lang)


def _points(document: Docx, items: Iterable[str], style: str = BULLET) -> None:
    listed = _new_list(document) if style == NUMBER else None
    for item in items:
        paragraph = styled(document, style)
        if listed is not None:
            paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = listed
        words(paragraph, item)


def _new_list(document: Docx) -> int:
    """The number of a list that begins at 1: those of one style alone would be counted through the document."""
    numbering = document.part.numbering_part.element
    usual = document.styles.element.get_by_id(NUMBER).pPr.numPr.numId.val
    made = numbering.add_num(numbering.num_having_numId(usual).abstractNumId.val)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _facts(document: Docx, rows: Sequence[tuple[str, str]]) -> None:
    are_few = sum(len(name) + len(said) for name, said in rows) <= TOGETHER
    for number, (name, said) in enumerate(rows, start=1):
        paragraph = document.add_paragraph()
        if number < len(rows):
            shape = paragraph.paragraph_format
            shape.space_after, shape.keep_with_next = CLOSE, are_few or None
        bold(paragraph, name, " ")
        words(paragraph, said)


def _timeline(document: Docx, block: Timeline, lang: str) -> None:
    _name(document, block.title)
    for content, told in timeline_pictures(block, lang):
        _picture(document, content, WIDTH, told)


def _image(document: Docx, block: Image) -> None:
    photo = block.photo
    width = Emu(min(WIDTH, HIGHEST * photo.width // photo.height))
    _picture(document, photo.content, width, block.alt)
    _last(document).keep_with_next = True
    words(styled(document, "Caption"), block.caption)


def _picture(document: Docx, content: bytes, width: Length, alt: str) -> None:
    picture = document.add_picture(io.BytesIO(content), width=width)
    picture._inline.docPr.set("descr", safe(alt))
    # Unsaid, LibreOffice takes an eighth of an inch and pushes it off the page.
    for side in ("distT", "distB", "distL", "distR"):
        picture._inline.set(side, "0")


def _name(document: Docx, text: str) -> None:
    """A line in bold over what it names, which stays with it."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    bold(paragraph, text)
