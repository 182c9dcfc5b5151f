"""How an action has gone stands under it in every document to read, whatever people wrote."""

from __future__ import annotations

from datetime import date

import pytest

from portal.documents.blocks import Facts
from portal.documents.formats import FORMATS
from portal.documents.layout import lay_out
from portal.process.action_progress import Progress
from tests.plan_paper import ACTIONS, HOSTILE, material, paper

ACTION = material().entries(ACTIONS)[0].id
NOTES = {ACTION: (Progress(date(2026, 10, 17), "Samråd hölls"), Progress(date(2026, 11, 2), "Granskning"))}


def test_among_its_facts_the_oldest_first() -> None:
    told = ("Så har det gått:", "17 oktober 2026: Samråd hölls\n2 november 2026: Granskning")
    assert [fact for fact in _facts(NOTES) if fact[0] == told[0]] == [told]
    assert [fact for fact in _facts({}) if fact[0] == told[0]] == []


def _facts(notes: dict[int, tuple[Progress, ...]]) -> list[tuple[str, str]]:
    blocks = lay_out(paper(progress=notes)).blocks
    return [fact for block in blocks if isinstance(block, Facts) for fact in block.rows]


@pytest.mark.parametrize("name", FORMATS)
def test_any_text_is_written(name: str) -> None:
    notes = {ACTION: tuple(Progress(date(2026, 11, 2), text) for text in HOSTILE)}
    assert len(FORMATS[name].write(paper(progress=notes))) > 0
