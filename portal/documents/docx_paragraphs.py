"""What stands in a DOCX line by line: paragraphs with a style, words, and fields that Word works out."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from portal.documents.direction import is_right_to_left, stretches
from portal.documents.xml import safe
from portal.text import unbroken

BULLET, NUMBER = "ListBullet", "ListNumber"
"""Styles by their ids."""
AFTER_HYPHENS = ("w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
"""What follows the mark for hyphens in the properties of a paragraph, of what we and python-docx write."""


def styled(document: Docx, style: str) -> Paragraph:
    """A paragraph with a style by its id: by name python-docx looks through all styles, each time anew."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    return paragraph


def words(paragraph: Paragraph, text: str, after: str = "", *, is_bold: bool = False) -> list[Run]:
    """The text with its line breaks, which stay within the paragraph, and what comes `after` it. One that runs from
    right to left is marked as such, and so is the paragraph that begins with it."""
    said = unbroken(safe(text)) + after
    is_other_way = is_right_to_left(said)
    if is_other_way and not paragraph.text:
        marked = paragraph._p.get_or_add_pPr()
        marked.insert_element_before(element("w:bidi"), *AFTER_HYPHENS[1:])
    parts = stretches(said) if is_other_way else [(said, False)]
    return [_run(paragraph, part, runs_left, is_bold) for part, runs_left in parts]


def _run(paragraph: Paragraph, text: str, runs_left: bool, is_bold: bool) -> Run:
    run = paragraph.add_run(text)
    if is_bold:
        run.bold = True
    if runs_left:
        run.font.rtl = True
        run.font.cs_bold = is_bold or None
    return run


def bold(paragraph: Paragraph, text: str, after: str = "") -> None:
    words(paragraph, text, after, is_bold=True)


def field(paragraph: Paragraph, instruction: str, said: str) -> None:
    """What Word works out anew; `said` is what stands there until then."""
    begin_field(paragraph, instruction)
    paragraph.add_run(said)
    end_field(paragraph)


def begin_field(paragraph: Paragraph, instruction: str) -> None:
    _mark(paragraph, "begin")
    text = element("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = instruction
    paragraph.add_run()._r.append(text)
    _mark(paragraph, "separate")


def end_field(paragraph: Paragraph) -> None:
    _mark(paragraph, "end")


def element(tag: str, **attributes: str) -> Any:
    """An element of WordprocessingML with attributes of the same name space."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _mark(paragraph: Paragraph, kind: str) -> None:
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType=kind))
