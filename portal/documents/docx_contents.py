"""The table of contents of a DOCX: links to its headings. Renewed in Word or LibreOffice it gets page numbers, which
nobody knows before the pages are set."""

from __future__ import annotations

from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from portal.documents.blocks import Layout, Title
from portal.documents.docx_paragraphs import begin_field, element, end_field, styled, words
from portal.documents.xml import safe

DEPTH = 2
CONTENTS = f'TOC \\o "1-{DEPTH}" \\h \\z \\u'
_FRAME = (
    f"<w:sdt {nsdecls('w')}><w:sdtPr><w:docPartObj>"
    '<w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
    "</w:docPartObj></w:sdtPr><w:sdtContent/></w:sdt>"
)
"""Word shows a button for renewing the table over it."""


def write_contents(document: Docx, layout: Layout) -> None:
    titles = [
        (number, block)
        for number, block in enumerate(layout.blocks)
        if isinstance(block, Title) and block.level <= DEPTH
    ]
    if not titles:
        return
    heading = styled(document, "TOCHeading")
    heading.paragraph_format.page_break_before = True
    heading.add_run(safe(layout.contents))
    entries = [styled(document, f"toc{title.level}") for _number, title in titles]
    begin_field(entries[0], CONTENTS)
    for entry, (number, title) in zip(entries, titles, strict=True):
        _link(entry, number, title)
    end_field(entries[-1])
    _frame([heading, *entries])


def write_heading(document: Docx, title: Title, number: int) -> None:
    """A heading that is the block of this number; the table of contents links to it."""
    paragraph = styled(document, f"Heading{title.level}")
    # The first one ends the page of the table of contents.
    paragraph.paragraph_format.page_break_before = True if number == 0 else None
    runs = words(paragraph, _titled(title))
    if title.level <= DEPTH:
        runs[0]._r.addprevious(element("w:bookmarkStart", id=str(number), name=_anchor(number)))
        runs[-1]._r.addnext(element("w:bookmarkEnd", id=str(number)))


def _titled(title: Title) -> str:
    return safe(f"{title.number}. {title.text}" if title.number is not None else title.text)


def _anchor(number: int) -> str:
    """Word names those that it makes itself in this way."""
    return f"_Toc{number:09}"


def _link(entry: Paragraph, number: int, title: Title) -> None:
    runs = words(entry, _titled(title))
    link = element("w:hyperlink", anchor=_anchor(number), history="1")
    runs[0]._r.addprevious(link)
    link.extend([run._r for run in runs])


def _frame(paragraphs: list[Paragraph]) -> None:
    frame = parse_xml(_FRAME)
    paragraphs[0]._p.addprevious(frame)
    content = frame.find(qn("w:sdtContent"))
    for paragraph in paragraphs:
        content.append(paragraph._p)
