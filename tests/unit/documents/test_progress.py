"""How an action has gone stands under it in every document to read, whatever people wrote."""

from __future__ import annotations

from datetime import date

import pytest

from portal.documents.blocks import Paragraph, Points
from portal.documents.formats import FORMATS
from portal.documents.layout import lay_out
from portal.process.action_progress import Progress
from tests.plan_paper import ACTIONS, HOSTILE, material, paper

ACTION = material().entries(ACTIONS)[0].id
NOTES = {ACTION: (Progress(date(2026, 10, 17), "Samråd hölls"), Progress(date(2026, 11, 2), "Granskning"))}


def test_below_its_action_the_oldest_first() -> None:
    blocks = list(lay_out(paper(progress=NOTES)).blocks)
    at = blocks.index(Paragraph(("Så har det gått",)))
    assert blocks[at + 1] == Points(("17 oktober 2026: Samråd hölls", "2 november 2026: Granskning"))
    assert blocks.count(Paragraph(("Så har det gått",))) == 1
    assert Paragraph(("Så har det gått",)) not in lay_out(paper()).blocks


@pytest.mark.parametrize("name", FORMATS)
def test_any_text_is_written(name: str) -> None:
    notes = {ACTION: tuple(Progress(date(2026, 11, 2), text) for text in HOSTILE)}
    assert len(FORMATS[name].write(paper(progress=notes))) > 0
