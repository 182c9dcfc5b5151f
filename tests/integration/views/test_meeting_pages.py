"""The page of a meeting: questions and taps, what is left to the form, links, another definition, costs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Answer, User
from tests.checkpoint_world import TINY
from tests.client import PortalClient
from tests.factories import make_answer, make_leader, make_place, make_row, open_workplace
from tests.meeting_room import (
    ADD_IDEA,
    ADD_STATEMENT,
    HOME,
    HTMX,
    IDEAS,
    STATEMENTS,
    SWOT,
    text_of,
    values,
)
from tests.pages import send
from tests.place_world import PlaceWorld, counted, make_place_world

Browser = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


@pytest.fixture
def team(world: PlaceWorld, client_for: Browser) -> PortalClient:
    return client_for(world.leader)


def test_questions_come_one_at_a_time(team: PortalClient) -> None:
    path = f"{HOME}/steps/anchoring/place/meeting"
    page = text_of(team, path)
    assert "1 av 5" in page
    assert 'data-autosave="anchoring.place.belongs"' in page
    assert "anchoring.place.best" not in page
    assert 'href="' + path + '?part=best" rel="next"' in page
    last = text_of(team, f"{path}?part=slogan")
    assert 'rel="next"' not in last
    assert 'rel="prev"' in last
    assert "1 av 5" in text_of(team, f"{path}?part=nothing")


def test_a_question_saved_without_scripts_comes_back(team: PortalClient) -> None:
    path = f"{HOME}/steps/anchoring/place/meeting?part=best"
    answer = send(team, path, "/steps/anchoring/place", best="Ån")
    assert (answer.status_code, answer.location) == (303, path)
    assert [a.value for a in db.session.scalars(select(Answer).where(Answer.question_key.like("%best")))] == [
        "Ån"
    ]


def test_a_part_that_was_never_there_does_not_lead_away(team: PortalClient) -> None:
    path = f"{HOME}/steps/anchoring/place"
    for part in ("//example.org", "nothing", ""):
        answer = team.post(path, data={"back": "meeting", "part": part})
        assert answer.location == f"{path}/meeting"


def test_what_is_not_relevant_is_left_alone(world: PlaceWorld, team: PortalClient) -> None:
    answer = make_answer(world.workplace, "anchoring.place.best", None, world.leader)
    answer.not_relevant = "Allt är bra"
    page = text_of(team, f"{HOME}/steps/anchoring/place/meeting?part=best")
    assert "Allt är bra" in page
    assert "data-autosave" not in page


def test_rows_listed_in_advance_are_tapped(team: PortalClient) -> None:
    path = f"{HOME}/steps/mapping/services/meeting"
    page = text_of(team, path)
    assert page.count('data-autosave="mapping.services.list.') == 18
    assert "autofocus" not in page
    answer = send(team, path, "/steps/mapping/services", pharmacy__state="missing")
    assert (answer.status_code, answer.location) == (303, f"{path}?part=list")
    assert values("mapping.services.list") == [{"state": "missing"}]
    own = send(team, path, "mapping.services.list/meeting", service="Kafé", state="threatened")
    assert own.status_code == 303
    assert values("mapping.services.list")[1] == {"service": "Kafé", "state": "threatened"}


def test_what_is_for_the_team_alone_is_not_shown(world: PlaceWorld, team: PortalClient) -> None:
    make_answer(world.workplace, "analysis.disagreements.what", "Vem som ska bestämma", world.leader)
    page = text_of(team, f"{HOME}/steps/analysis/disagreements/meeting")
    assert "Vem som ska bestämma" not in page
    assert "Därför visas det inte på storskärm." in page
    link = f"{HOME}/steps/analysis/disagreements/meeting"
    assert link not in text_of(team, f"{HOME}/steps/analysis/disagreements")


def test_files_are_left_to_the_form(team: PortalClient) -> None:
    page = text_of(team, f"{HOME}/steps/mapping/asked/meeting")
    assert "Det här skriver ni i formuläret:" in page
    assert "1 av 3" in page


def test_links_stand_where_they_lead_somewhere(world: PlaceWorld, team: PortalClient) -> None:
    assert f'href="{SWOT}"' in text_of(team, f"{HOME}/steps/analysis/swot")
    assert f'href="{IDEAS}"' in text_of(team, f"{HOME}/ideas/")
    assert f"{HOME}/log/meeting" not in text_of(team, f"{HOME}/log/")


def test_another_definition_without_a_log(app: Flask, client_for: Browser) -> None:
    browser = client_for(make_leader(make_place("adala", "Ådala", **TINY)))
    here = "/places/adala"
    for path in (f"{here}/partners/meeting", f"{here}/steps/listening/ground/meeting"):
        page = text_of(browser, path)
        assert "/meeting/log" not in page
        assert browser.get(f"{path}/log").status_code == 404
    added = send(browser, f"{here}/partners/meeting", "partners/meeting", name="Bygdegården")
    assert added.status_code == 303
    assert values("partners") == [{"name": "Bygdegården"}]


@pytest.mark.parametrize("many", [1, 300])
def test_queries(world: PlaceWorld, team: PortalClient, many: int) -> None:
    workplace = open_workplace(world.place)
    for n in range(many):
        make_row(workplace, STATEMENTS, {"statement": f"S{n}", "quadrant": "threats"}, world.leader, n)
        make_row(workplace, "ideas", {"idea": f"I{n}"}, world.leader, n)
    db.session.commit()
    shown = (SWOT, IDEAS, f"{HOME}/steps/mapping/services/meeting", f"{HOME}/steps/anchoring/place/meeting")
    for path in (*shown, f"{SWOT}/log"):
        with counted() as statements:
            page = text_of(team, path)
        assert len(statements) <= 10, path
        assert page.count('class="meet__entry') <= 61
    data = {"statements-row-statement": "Ny", "statements-row-quadrant": "threats", "ideas-row-idea": "Ny"}
    for path in (ADD_STATEMENT, ADD_IDEA):
        with counted() as statements:
            assert team.post(path, data=data, headers=HTMX).status_code == 200
        assert len(statements) <= 10, "\n".join(s[:110] for s in statements)
    with counted() as statements:
        assert team.get(IDEAS, headers=HTMX).status_code == 200
    assert len(statements) <= 4
