"""A meeting on a screen: who may hold it, and entries by one line."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Row, User
from tests.client import PortalClient
from tests.factories import make_leader, make_place, make_row
from tests.meeting_room import (
    ADD_IDEA,
    ADD_STATEMENT,
    HOME,
    HTMX,
    IDEAS,
    LONG,
    STATEMENTS,
    SWOT,
    text_of,
    values,
)
from tests.pages import send
from tests.place_world import PlaceWorld, make_place_world

Browser = Callable[[User], PortalClient]


@pytest.fixture
def world(app: Flask) -> PlaceWorld:
    return make_place_world()


@pytest.fixture
def team(world: PlaceWorld, client_for: Browser) -> PortalClient:
    return client_for(world.leader)


def test_only_the_team_holds_a_meeting(world: PlaceWorld, client_for: Browser) -> None:
    """`anchoring` is shared, nothing else is."""
    shared = f"{HOME}/steps/anchoring/place/meeting"
    people = {who: getattr(world, who) for who in ("leader", "coach", "region", "officer", "stranger")}
    paths = (shared, SWOT, IDEAS, f"{shared}/log")
    found = {who: [client_for(user).get(path).status_code for path in paths] for who, user in people.items()}
    assert found == {
        "leader": [200, 200, 200, 200],
        "coach": [403, 404, 404, 403],
        "region": [403, 404, 404, 403],
        "officer": [404, 404, 404, 404],
        "stranger": [404, 404, 404, 404],
    }


def test_what_is_not_there(team: PortalClient) -> None:
    subjects = ("steps/analysis/nothing", "steps/nothing/swot", "nothing", STATEMENTS)
    paths = [f"{HOME}/{subject}/meeting{end}" for subject in subjects for end in ("", "/log")]
    assert {path: team.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


@pytest.mark.parametrize(
    ("state", "section", "register", "words"),
    [
        ("submitted", "analysis/swot", STATEMENTS, "Svaren är låsta"),
        ("under_review", "analysis/swot", STATEMENTS, "Svaren är låsta"),
        ("not_submitted", "vision/goals", "vision.goals.list", "Steget öppnar efter"),
    ],
)
def test_not_while_the_answers_are_locked_or_the_phase_is_closed(
    app: Flask, client_for: Browser, state: str, section: str, register: str, words: str
) -> None:
    """The place's own lists stay open all the time, and so does the log of a meeting that has just ended."""
    place = make_place(checkpoint_state=state)
    browser = client_for(make_leader(place))
    path = f"{HOME}/steps/{section}/meeting"
    assert words in text_of(browser, path, 403)
    refused = browser.post(f"{HOME}/registers/{register}/meeting", data={"list-row-goal": "Ett torg"})
    assert (refused.status_code, values(register)) == (403, [])
    assert words in refused.get_data(as_text=True)
    for still_open in (IDEAS, f"{path}/log"):
        assert text_of(browser, still_open)


def test_another_place_s_rows_are_not_there(world: PlaceWorld, team: PortalClient) -> None:
    row = world.foreign.id
    paths = (f"{HOME}/rows/{row}/meeting{end}" for end in ("", "/deletion", "/restoration"))
    assert [team.post(path).status_code for path in paths] == [404, 404, 404]
    page = text_of(team, f"{HOME}/organisations/meeting?change={row}&row={row}&removed={row}")
    assert "Främmande" not in page


def test_the_page_has_nothing_but_the_meeting(team: PortalClient) -> None:
    page = text_of(team, SWOT)
    parts = ("masthead", "placebar", 'class="foot"', "page__side", "ds-skip-link")
    assert [part for part in parts if part in page] == []
    assert page.count("autofocus") == 1
    assert f'href="{SWOT}/log"' in page
    assert f'href="{HOME}/steps/analysis/swot"' in page


def test_without_scripts_a_line_comes_back_to_the_page_with_the_choice_kept(team: PortalClient) -> None:
    answer = send(team, SWOT, ADD_STATEMENT, statement="Ån", quadrant="threats")
    row = db.session.scalars(select(Row).where(Row.register_key == STATEMENTS)).one()
    assert (answer.status_code, answer.location) == (303, f"{SWOT}?part=statements&row={row.id}")
    assert row.values == {"statement": "Ån", "quadrant": "threats"}
    page = text_of(team, answer.location)
    assert "”Ån” är tillagd." in page
    assert f'<li class="meet__entry meet__entry--new" id="row-{row.id}">' in page
    assert 'value="threats" checked' in page


def test_the_first_choice_stands_ready(team: PortalClient) -> None:
    assert send(team, SWOT, ADD_STATEMENT, statement="Ån").status_code == 303
    assert values(STATEMENTS) == [{"statement": "Ån", "quadrant": "strengths"}]


def test_htmx_gets_the_list_with_everybody_s_entries(world: PlaceWorld, team: PortalClient) -> None:
    make_row(world.workplace, "ideas", {"idea": "Den andras"}, world.second)
    page = team.post(ADD_IDEA, data={"ideas-row-idea": "Min"}, headers=HTMX).get_data(as_text=True)
    assert page.strip().startswith('<section class="meet__list" id="entries"')
    assert page.index("Min") < page.index("Den andras")
    assert '<div id="flashes" data-hx-swap-oob="innerHTML"><p class="vh">”Min” är tillagd.' in page
    renewed = team.get(IDEAS, headers=HTMX).get_data(as_text=True)
    assert "Den andras" in renewed
    assert "<html" not in renewed


def test_an_entry_whose_answer_was_lost_is_one_row_when_it_is_sent_again(team: PortalClient) -> None:
    entry = {"ideas-row-idea": "Bastu", "sent_key": "0123456789abcdef01234567"}
    sent = [team.post(ADD_IDEA, data=entry, headers=HTMX).status_code for _ in range(2)]
    assert sent == [200, 200]
    assert values("ideas") == [{"idea": "Bastu"}]


WRONG = [
    ({"statement": LONG, "quadrant": "threats"}, "301 tecken"),
    ({"statement": " ", "quadrant": "threats"}, "Fyll i det här"),
    ({"statement": "Ån"}, "Fyll i det här"),
    ({"statement": "Ån", "quadrant": "north"}, "Välj ett av svaren"),
]


def test_what_is_wrong_is_said_at_the_line_and_what_was_typed_stays(team: PortalClient) -> None:
    for typed, words in WRONG:
        data = {f"statements-row-{name}": value for name, value in typed.items()}
        answer = team.post(ADD_STATEMENT, data=data)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page.partition('id="line-problem"')[2].partition("</form>")[0]
        assert f'value="{typed["statement"].strip()}"' in page
        alone = team.post(ADD_STATEMENT, data=data, headers=HTMX)
        assert (alone.status_code, alone.headers["HX-Retarget"]) == (422, "#line-problem")
        assert words in alone.get_data(as_text=True)
    assert values(STATEMENTS) == []


def test_a_list_that_needs_more_than_a_line_says_so(team: PortalClient) -> None:
    assert "Det här går inte att skriva en rad i taget." in text_of(team, f"{HOME}/log/meeting")
    answer = team.post(f"{HOME}/registers/log/meeting", data={"log-row-what": "Möte"})
    assert answer.status_code == 422
    assert "Här behövs mer än en rad." in answer.get_data(as_text=True)
    assert values("log") == []


def test_a_name_that_is_new_becomes_a_row_of_its_register(world: PlaceWorld, team: PortalClient) -> None:
    path = f"{HOME}/steps/anchoring/working_group/meeting?part=members"
    for name in ("melleruds kommun", "Friluftsgruppen"):
        assert send(team, path, "members/meeting", new=name).status_code == 303
    added = db.session.scalars(select(Row).where(Row.values["name"].as_string() == "Friluftsgruppen")).one()
    chosen = [found["organisation"] for found in values("anchoring.working_group.members")[1:]]
    assert chosen == [[world.organisation.id], [added.id]]
    assert "Friluftsgruppen" in text_of(team, path)
    assert "TEAMETS HEMLIGHET" not in text_of(team, path)


def test_text_is_text(team: PortalClient) -> None:
    script = "<script>alert(1)</script>"
    answer = team.post(ADD_IDEA, data={"ideas-row-idea": script}, headers=HTMX)
    assert script not in answer.get_data(as_text=True)
    assert script not in text_of(team, IDEAS)
