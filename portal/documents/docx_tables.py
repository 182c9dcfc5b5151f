"""Tables of a DOCX: as wide as the page whatever stands in them, with heads that come again on the next page and rows
that stay whole."""

from __future__ import annotations

from collections.abc import Sequence

from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell
from docx.text.run import Run

from portal.documents.blocks import Fields, Table
from portal.documents.docx_look import TINT, WIDTH, resize
from portal.documents.docx_paragraphs import AFTER_HYPHENS, BULLET, bold, element, words
from portal.documents.widths import shares
from portal.documents.xml import safe

CROWDED = 5
"""Columns; a table with more has smaller letters and less space beside them."""
SMALL, CLOSE = Pt(8.5), "57"


def write_table(document: Docx, block: Table) -> None:
    lines = (block.heads, *block.rows)
    table = _table(document, block.title, len(lines), _widths(lines, block.widths))
    head, *rows = table.rows
    head._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for cell, text in zip(head.cells, block.heads, strict=True):
        _name(cell, text)
    for row, texts in zip(rows, block.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            words(cell.paragraphs[0], text)
            _break_words(cell)
    if len(block.heads) > CROWDED:
        _crowd(table)


def write_fields(document: Docx, block: Fields) -> None:
    """Two by two, as they are drawn: none of the rows is a head."""
    table = _table(document, block.title, (len(block.fields) + 1) // 2, (WIDTH // 2, WIDTH // 2))
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    for name, value in {"val": "0400", "firstRow": "0", "firstColumn": "0"}.items():
        look.set(qn(f"w:{name}"), value)
    cells = (cell for row in table.rows for cell in row.cells)
    for cell, (name, items) in zip(cells, block.fields, strict=False):
        _name(cell, name)
        for item in items:
            paragraph = cell.add_paragraph()
            paragraph._p.style = BULLET
            words(paragraph, item)
        if not items:
            cell.add_paragraph("–")


def _table(document: Docx, title: str, rows: int, widths: Sequence[int]) -> DocxTable:
    table = document.add_table(rows, len(widths), style="Table Grid")
    # Else a long word would make it wider than the page.
    table.autofit = False
    table._tbl.tblPr.append(element("w:tblCaption", val=safe(title)))
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(width)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Emu(width)
    return table


def _crowd(table: DocxTable) -> None:
    margins = element("w:tblCellMar")
    margins.extend([element(f"w:{side}", w=CLOSE, type="dxa") for side in ("left", "right")])
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    for run in table._tbl.iter(qn("w:r")):
        resize(Run(run, table).font, SMALL)


def _break_words(cell: _Cell) -> None:
    """A long word is hyphenated, which nothing outside of tables is."""
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    properties.insert_element_before(element("w:suppressAutoHyphens", val="0"), *AFTER_HYPHENS)


def _widths(rows: Sequence[Sequence[str]], said: Sequence[int]) -> list[int]:
    """Each column's share of the page: as it is said, or by what stands in it."""
    taken = said or shares(rows)
    return [WIDTH * share // sum(taken) for share in taken]


def _name(cell: _Cell, text: str) -> None:
    """A cell that says what stands below it, and stays with that."""
    cell._tc.get_or_add_tcPr().append(element("w:shd", val="clear", color="auto", fill=TINT))
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.keep_with_next = True
    bold(paragraph, text)
    _break_words(cell)
