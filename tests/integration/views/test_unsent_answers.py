"""The plan changes while an officer writes: the answer is not sent, and what was typed is not lost."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.clock import now
from portal.extensions import db
from portal.models import ActionAnswer, Event, Row, User
from portal.process.reach import Reach
from portal.services import editions, places
from tests.answers_world import SIX, make_answers_world, share_plan
from tests.client import PortalClient
from tests.plan_world import PlanWorld

ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/answers/"
LONG = "Ett långt svar.\nMed två stycken & <tecken>."
TYPED = {"outcome": "will_do", "because": LONG, "function": "Tillväxt", "seen": "0", "send": "1"}


def take_away(world: PlanWorld, row: int) -> None:
    db.session.get_one(Row, row).deleted_at = now()
    db.session.commit()
    share_plan(world)


def narrow(world: PlanWorld, _row: int) -> None:
    editions.set_audience(world.leader, workplace=world.workplace, audience=Reach.COACHES)


def take_away_and_stop(world: PlanWorld, row: int) -> None:
    take_away(world, row)
    editions.stop(world.leader, workplace=world.workplace)


def move(world: PlanWorld, _row: int) -> None:
    places.edit(world.region, place=world.workplace.place, facts=places.Facts("Dals Rostock", world.other))


CASES: dict[Callable[[PlanWorld, int], None], tuple[int, str]] = {
    take_away: (409, "Platsen har tagit bort åtgärden ur sin plan under tiden."),
    narrow: (403, "Platsen delar inte längre planen, så den kan inte besvaras nu."),
    take_away_and_stop: (403, "Platsen delar inte längre planen, så den kan inte besvaras nu."),
    move: (403, "Platsen hör nu till en annan kommun, som svarar på planen från och med nästa utgåva."),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("live", [False, True])
def test_what_was_typed_stays(
    app: Flask, client_for: ClientFor, case: Callable[[PlanWorld, int], None], live: bool
) -> None:
    world, rows = make_answers_world()
    case(world, rows[0])
    db.session.commit()
    held = [db.session.query(model).count() for model in (ActionAnswer, Event)]
    headers = {"HX-Request": "true"} if live else {}
    refused = client_for(world.officer).post(f"{ANSWER}{rows[0]}", data=TYPED, headers=headers)
    status, reason = CASES[case]
    assert refused.status_code == (422 if live else status)
    text = unescape(refused.text).replace("\r\n", "\n")
    shown = [each in text for each in (reason, SIX[0][0], f">\n{LONG}</textarea>", 'value="Tillväxt"')]
    assert (shown, 'value="Gör det"' in text) == ([True] * 4, True)
    assert (text.lstrip().startswith(f'<li class="act reply" id="reply-{rows[0]}"'), "<form" in text) == (
        live,
        not live,
    )
    assert [db.session.query(model).count() for model in (ActionAnswer, Event)] == held


def test_what_was_never_there_is_not_found(app: Flask, client_for: ClientFor) -> None:
    world, rows = make_answers_world()
    narrow(world, rows[0])
    db.session.commit()
    refused = client_for(world.officer).post(f"{ANSWER}{rows[-1] + 1}", data=TYPED)
    assert (refused.status_code, LONG in unescape(refused.text)) == (404, False)
