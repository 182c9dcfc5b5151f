"""The three steps of an answer: what each needs, in which order, and what a correction takes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.process.action_answers import Flaw, Said, Stage, draft_flaws, flaws, goes_back, stepped_back

TODAY = date(2026, 11, 26)
UNSEEN = "\u200b\u2060"
GOOD = Said(stage="assessment", outcome="will_do", function="Tillväxtenheten")
SENT = replace(GOOD, stage="sent", sent_on=date(2026, 11, 2))
DECIDED = replace(SENT, stage="decided", decided_on=date(2026, 11, 9), reference="KS § 24")

CASES: list[tuple[Said, dict[str, Flaw]]] = [
    (GOOD, {}),
    (SENT, {}),
    (DECIDED, {}),
    (replace(DECIDED, sent_on=None), {}),
    (replace(GOOD, outcome="done"), {}),
    (replace(GOOD, outcome="will_investigate", by_when=date(2027, 6, 30)), {}),
    (replace(GOOD, outcome="cannot", because="Marken är inte kommunens"), {}),
    (Said(), {"outcome": Flaw.NO_OUTCOME, "function": Flaw.NO_FUNCTION}),
    (replace(GOOD, outcome="perhaps"), {"outcome": Flaw.NO_OUTCOME}),
    (replace(GOOD, stage="later"), {"stage": Flaw.NO_STAGE}),
    (replace(GOOD, stage=""), {"stage": Flaw.NO_STAGE}),
    (replace(GOOD, outcome="cannot"), {"because": Flaw.NO_BECAUSE}),
    (replace(GOOD, function=""), {"function": Flaw.NO_FUNCTION}),
    (replace(GOOD, function=UNSEEN), {"function": Flaw.NO_FUNCTION}),
    (replace(GOOD, outcome="cannot", because=UNSEEN), {"because": Flaw.NO_BECAUSE}),
    (replace(DECIDED, reference=UNSEEN), {"reference": Flaw.NO_REFERENCE}),
    (replace(GOOD, outcome="done", by_when=TODAY), {"by_when": Flaw.NO_PROMISE}),
    (replace(GOOD, outcome="cannot", because="Nej", by_when=TODAY), {"by_when": Flaw.NO_PROMISE}),
    (replace(GOOD, outcome="not_ours"), {}),
    (replace(GOOD, outcome="not_ours", because="Trafikverket"), {}),
    (replace(GOOD, outcome="not_ours", by_when=TODAY), {"by_when": Flaw.NO_PROMISE}),
    (replace(GOOD, by_when=TODAY), {}),
    (replace(GOOD, by_when=TODAY - timedelta(days=1)), {"by_when": Flaw.PAST_PROMISE}),
    (replace(GOOD, by_when=date(1026, 1, 1)), {"by_when": Flaw.STRANGE_YEAR}),
    (replace(GOOD, by_when=date(9999, 12, 31)), {"by_when": Flaw.STRANGE_YEAR}),
    (replace(SENT, sent_on=None), {"sent_on": Flaw.NO_SENT_ON}),
    (replace(SENT, sent_on=TODAY), {}),
    (replace(SENT, sent_on=TODAY + timedelta(days=1)), {"sent_on": Flaw.AHEAD}),
    (replace(DECIDED, decided_on=None), {"decided_on": Flaw.NO_DECIDED_ON}),
    (replace(DECIDED, reference=""), {"reference": Flaw.NO_REFERENCE}),
    (replace(DECIDED, decided_on=TODAY + timedelta(days=1)), {"decided_on": Flaw.AHEAD}),
    (replace(DECIDED, decided_on=date(2026, 11, 1)), {"decided_on": Flaw.BEFORE_SENT}),
    (replace(GOOD, sent_on=TODAY), {"stage": Flaw.STAGE_LAGS}),
    (replace(GOOD, reference="KS § 24"), {"stage": Flaw.STAGE_LAGS}),
    (replace(SENT, decided_on=TODAY), {"stage": Flaw.STAGE_LAGS}),
]


@pytest.mark.parametrize(("said", "found"), CASES)
def test_what_an_answer_needs(said: Said, found: dict[str, Flaw]) -> None:
    assert flaws(said, TODAY) == found


ORDER = {"assessment": GOOD, "sent": SENT, "decided": DECIDED}


@pytest.mark.parametrize("before", [None, *Stage])
@pytest.mark.parametrize("after", Stage)
def test_back_takes_a_reason_and_on_takes_none(before: Stage | None, after: Stage) -> None:
    back = before is not None and list(Stage).index(after) < list(Stage).index(before)
    assert goes_back(after, before) == back
    said = ORDER[after]
    sent = ORDER[before] if before is not None else None
    assert flaws(said, TODAY, sent=sent) == ({"correction": Flaw.NO_CORRECTION} if back else {})
    assert flaws(replace(said, correction="Fel ärende"), TODAY, sent=sent) == {}


def test_a_draft_may_lack_anything() -> None:
    assert draft_flaws(Said()) == {}
    assert draft_flaws(Said(stage="decided")) == {}
    assert draft_flaws(Said(stage="x", outcome="y", by_when=date(1, 1, 1))) == {
        "stage": Flaw.NO_STAGE,
        "outcome": Flaw.NO_OUTCOME,
        "by_when": Flaw.STRANGE_YEAR,
    }


def test_a_promised_day_that_has_passed_may_stand() -> None:
    passed = replace(GOOD, by_when=TODAY - timedelta(days=40))
    assert flaws(replace(passed, because="Försenat"), TODAY, sent=passed) == {}
    earlier = replace(passed, by_when=TODAY - timedelta(days=41))
    assert flaws(earlier, TODAY, sent=passed) == {"by_when": Flaw.PAST_PROMISE}


@pytest.mark.parametrize(
    ("said", "before", "left"),
    [
        (replace(DECIDED, stage="assessment"), DECIDED, GOOD),
        (replace(DECIDED, stage="sent"), DECIDED, SENT),
        (replace(SENT, stage="assessment"), SENT, GOOD),
        # What was typed now stays, and is refused: dropping it would hide a mistake.
        (replace(DECIDED, stage="sent", reference="KS § 25"), DECIDED, replace(SENT, reference="KS § 25")),
        (replace(DECIDED, stage="assessment"), None, replace(DECIDED, stage="assessment")),
        (DECIDED, DECIDED, DECIDED),
        (replace(DECIDED, stage="x"), DECIDED, replace(DECIDED, stage="x")),
    ],
)
def test_going_back_drops_what_stood_about_later_steps(said: Said, before: Said | None, left: Said) -> None:
    assert stepped_back(said, before) == left
