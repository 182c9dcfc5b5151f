"""What stands in a DOCX line by line: paragraphs with a style, words, and fields that Word works out."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from portal.documents.xml import safe

BULLET, NUMBER = "ListBullet", "ListNumber"
"""Styles by their ids."""
AFTER_HYPHENS = ("w:bidi", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr")
"""What follows the mark for hyphens in the properties of a paragraph, of what we and python-docx write."""


def styled(document: Docx, style: str) -> Paragraph:
    """A paragraph with a style by its id: by name python-docx looks through all styles, each time anew."""
    paragraph = document.add_paragraph()
    paragraph._p.style = style
    return paragraph


def words(paragraph: Paragraph, text: str) -> None:
    """The text with its line breaks, which stay within the paragraph."""
    paragraph.add_run(safe(text))


def bold(paragraph: Paragraph, text: str) -> None:
    paragraph.add_run(safe(text)).bold = True


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
