"""The municipality's answers in words, and where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from portal.documents import ics, replies
from portal.documents.blocks import Facts, Layout, Table
from portal.documents.layout import lay_out
from portal.process.action_answers import Said
from portal.process.plan_document import PlanDocument
from portal.process.replies import Before, Replies, Reply
from tests.plan_paper import DECIDED, RECEIPT, paper
from tests.unit.documents.test_ics import events

SENT = Said("sent", "cannot", sent_on=date(2026, 11, 3))
WORDS = {
    Said("assessment", "will_investigate"): "Utreder. Tjänstepersonens bedömning, inte beslutat.",
    SENT: "Kan inte. Skickat för beslut 3 november 2026.",
    replace(SENT, sent_on=None, by_when=date(2027, 1, 1)): "Kan inte. Skickat för beslut.",
    DECIDED: (
        "Gör det. Senast 30 juni 2027. Beslutat 8 december 2026, KS § 12. Ansvarar för svaret: Samhällsbyggnad."
    ),
    replace(DECIDED, reference="", by_when=None, function=""): "Gör det. Beslutat.",
    Said(
        "assessment", "not_ours", function="Gatuenheten"
    ): "Inte vår fråga. Ansvarar för svaret: Gatuenheten.",
    replace(SENT, outcome="not_ours"): "Inte vår fråga. Skickat för beslut 3 november 2026.",
    Said("assessment", "of another time"): "of another time. Tjänstepersonens bedömning, inte beslutat.",
}


@pytest.mark.parametrize("said", WORDS)
def test_an_answer_in_words(said: Said) -> None:
    assert replies.brief(said, "sv") == WORDS[said]


def answered(*all_: Reply) -> PlanDocument:
    return replace(paper(), replies=Replies(all_, RECEIPT))


def facts(layout: Layout) -> list[tuple[str, str]]:
    return [row for block in layout.blocks if isinstance(block, Facts) for row in block.rows]


@pytest.mark.parametrize(
    ("is_changed", "said"),
    [
        (False, "Besvarad i utgåva 2 från 3 november 2026."),
        (True, "Besvarad i utgåva 2 från 3 november 2026. Åtgärden har ändrats sedan dess."),
    ],
)
def test_an_answer_to_an_earlier_edition_says_which(is_changed: bool, said: str) -> None:
    given = Before(2, date(2026, 11, 3), is_changed)
    assert replies.before(Reply(31, "Det gamla namnet", SENT, given), "sv") == said


def test_an_answer_stands_under_its_action_and_in_the_overview() -> None:
    given = Before(1, date(2026, 11, 3))
    earlier = Reply(34, "Leden", replace(DECIDED, because="", correction="Fel datum"), before=given)
    layout = lay_out(answered(Reply(31, "Ny detaljplan", DECIDED), earlier, Reply(99, "Borta", SENT)))
    said = WORDS[DECIDED]
    assert [words for name, words in facts(layout) if name == "Kommunen:"] == [
        f"{said}\nJa, gärna.",
        f"{said}\nVarför det ändrades: Fel datum\nBesvarad i utgåva 1 från 3 november 2026.",
    ]
    (overview,) = [b for b in layout.blocks if isinstance(b, Table) and b.title == "Alla åtgärder"]
    assert (overview.heads[-1], [row[-1] for row in overview.rows]) == (
        "Kommunen",
        ["Gör det", "", "Gör det", ""],
    )
    assert layout.receipt == "Kom in till kommunen 1 december 2026, diarienummer KS 2026/124."


def test_without_answers_nothing_is_said_of_them() -> None:
    layout = lay_out(paper())
    assert (layout.receipt, [name for name, _words in facts(layout) if name == "Kommunen:"]) == ("", [])


def test_the_calendar_says_the_answer() -> None:
    found = events(ics.write(answered(Reply(34, "Leden", DECIDED))))
    assert [f"Kommunen: {WORDS[DECIDED]}" in each.get("DESCRIPTION", "") for each in found] == [
        False,
        False,
        True,
        False,
    ]
