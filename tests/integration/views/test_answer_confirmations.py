"""An answer that still holds for what the action says now: said with one button, beside what has changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask

from portal.extensions import db
from portal.models import ActionAnswer, Event, Mail, Notice, Row, User
from portal.services import editions
from tests.answers_world import SIX, UNTIL, make_answers_world, reply, share_plan
from tests.client import PortalClient
from tests.plan_world import PlanWorld

World = tuple[PlanWorld, int]
ClientFor = Callable[[User], PortalClient]
ANSWER = "/municipality/dals-rostock/plan/"
SAID = {"outcome": "will_do", "because": "Vi tar fram planen", "by_when": UNTIL, "stage": "assessment"}
HOLDS = "Svaret gäller fortfarande"
MEANWHILE = "Inget är skickat: åtgärden eller ert svar på den har ändrats under tiden."
FORM = re.compile(r'<form class="reply__holds" method="post" action="([^"]+)".*?</form>', re.S)


@pytest.fixture
def made(app: Flask) -> World:
    """One action is answered and spelt right since then; the rest wait for a first answer."""
    world, rows = make_answers_world()
    reply(world, rows[0], **SAID)
    rename(world, rows[0], "Ny detaljplan för Kroppefjället")
    return world, rows[0]


def rename(world: PlanWorld, row_id: int, title: str) -> None:
    row = db.session.get_one(Row, row_id)
    row.values = {**row.values, "action": title}
    share_plan(world)


def form_in(text: str) -> tuple[str, dict[str, str]]:
    """Where the one button sends, and what it sends along."""
    (form,) = FORM.finditer(unescape(text))
    return form[1], dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0]))


def written() -> list[int]:
    return [db.session.query(model).count() for model in (ActionAnswer, Event, Notice, Mail)]


def test_one_button_sends_the_same_answer_for_the_new_words(made: World, client_for: ClientFor) -> None:
    world, row_id = made
    officer = client_for(world.officer)
    page = officer.get(ANSWER).text
    changed = page.partition('class="reply__then"')[2].partition("</dl>")[0]
    assert re.findall(r"<(ins|del) [^>]*><span[^>]*>[^<]*</span>([^<]*)<", changed) == [
        ("del", "Kroppefjäll"),
        ("ins", "Kroppefjället"),
    ]
    path, data = form_in(page)
    answer = officer.post(path, data=data)
    assert (answer.status_code, answer.location) == (303, f"{ANSWER}?show=waiting&page=1")
    first, second = db.session.query(ActionAnswer).order_by(ActionAnswer.id).all()
    kept = ("outcome", "because", "function", "by_when", "stage", "is_shared")
    assert [getattr(second, name) for name in kept] == [getattr(first, name) for name in kept]
    assert (first.action, second.action) == (SIX[0][0], "Ny detaljplan för Kroppefjället")
    assert second.edition_id > first.edition_id
    event = db.session.query(Event).order_by(Event.id.desc()).filter_by(kind="action_answered").first()
    assert event is not None
    assert (event.actor_id, event.data) == (
        world.officer.id,
        {"answer": second.id, "row": row_id, "edition": 2},
    )
    after = unescape(officer.get(ANSWER).text)
    assert (HOLDS in after, "5 åtgärder väntar på ert svar." in after) == (False, True)
    assert "fortfarande gäller. Ny detaljplan för Kroppefjället" in after
    notices = unescape(client_for(world.leader).get("/notices/").text)
    assert "Svaret som den har gett tidigare gäller fortfarande." in notices


def test_the_row_is_put_in_place_for_htmx(made: World, client_for: ClientFor) -> None:
    officer = client_for(made[0].officer)
    path, data = form_in(officer.get(f"{ANSWER}?action={made[1]}").text)
    assert data["alone"] == "1"
    answer = officer.post(path, data=data, headers={"HX-Request": "true"})
    text = unescape(answer.text)
    assert answer.text.strip().startswith(f'<li class="act reply" id="reply-{made[1]}"')
    assert "Dals Rostock har fått veta att ert svar fortfarande gäller." in text
    assert (FORM.search(text), "reply-lists" in text) == (None, False)


def a_colleague_answers(world: PlanWorld, row_id: int) -> None:
    reply(world, row_id, outcome="cannot", because="Inte i år")


def a_colleague_drafts(world: PlanWorld, row_id: int) -> None:
    reply(world, row_id, sent=False, because="Ett utkast")


def the_place_renames(world: PlanWorld, row_id: int) -> None:
    rename(world, row_id, "Ny plan")


@pytest.mark.parametrize("meanwhile", [a_colleague_answers, a_colleague_drafts, the_place_renames])
def test_nothing_is_sent_when_something_came_between(
    made: World, client_for: ClientFor, meanwhile: Callable[[PlanWorld, int], None]
) -> None:
    world, row_id = made
    officer = client_for(world.officer)
    path, data = form_in(officer.get(ANSWER).text)
    meanwhile(world, row_id)
    held = written()
    late = officer.post(path, data=data)
    assert (late.status_code, MEANWHILE in unescape(late.text)) == (409, True)
    assert written() == held


def test_only_an_answer_that_was_sent_can_hold(made: World, client_for: ClientFor) -> None:
    """A draft of another answer is gone on with; what has no answer gets one."""
    world, row_id = made
    draft = reply(world, row_id, sent=False, because="Ett utkast")
    officer = client_for(world.officer)
    text = unescape(officer.get(ANSWER).text)
    assert (HOLDS in text, text.count('class="reply__then"')) == (False, 1)
    asked = re.findall(r'name="asked" value="(\w+)">\s*<input type="hidden" name="seen" value="(\d+)"', text)
    assert asked[0][1] == str(draft.id)
    held = written()
    for number, (mark, seen) in enumerate(asked[:2]):
        path = f"{ANSWER}answers/{row_id + number}/confirmations"
        assert officer.post(path, data={"asked": mark, "seen": seen}).status_code == 409
    assert written() == held


def test_who_may_say_so(made: World, client: PortalClient, client_for: ClientFor) -> None:
    world, _row = made
    path, data = form_in(client_for(world.officer).get(ANSWER).text)
    held = written()
    assert client.post(path, data=data).status_code == 302
    for who in ("leader", "coach", "region", "stranger", "nobody"):
        assert (who, client_for(getattr(world, who)).post(path, data=data).status_code) == (who, 404)
    assert written() == held
    editions.stop(world.leader, workplace=world.workplace)
    db.session.commit()
    held = written()
    assert client_for(world.officer).post(path, data=data).status_code == 403
    assert written() == held
