"""The handover note: who reads it, what stands in it, and what never does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now
from portal.extensions import db
from portal.models import Assignment, Cover, Row, User
from portal.services import rows as row_service
from tests.checkpoint_world import fresh, make_world
from tests.client import PortalClient
from tests.factories import give_role, make_answer, make_row, make_user, share
from tests.place_world import counted
from tests.talk_world import TalkWorld, make_talk_world

Browser = Callable[[User], PortalClient]
PATH = "/places/dals-rostock/handover"
SECRET, NOTE = "TEAMETS HEMLIGHET", "Hon lät trött i telefonen."
MOST = 11
"""Queries: the note is put together from everything that there is at a place."""
"""More than on other pages: it is one page instead of six, opened when a place changes hands."""
LOG = {"date": "2026-11-20", "kind": "coaching"}


@pytest.fixture
def talk(app: Flask) -> TalkWorld:
    return make_talk_world()


def read(browser: PortalClient) -> str:
    """The page's main part with single spaces."""
    answer = browser.get(PATH)
    assert answer.status_code == 200
    return " ".join(answer.text.partition("<main")[2].partition("</main>")[0].split())


def log(talk: TalkWorld, who: User, title: str, **values: str) -> Row:
    return make_row(talk.workplace, "log", {**LOG, "what": title, **values}, who)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("leader", 404),
        ("coach", 200),
        ("other_coach", 200),
        ("region", 200),
        ("pool", 404),
        ("cover", 404),
        ("guest", 404),
        ("officer", 404),
        ("stranger", 404),
    ],
)
def test_who_reads_it(talk: TalkWorld, client_for: Browser, who: str, status: int) -> None:
    thread = talk.ask()
    talk.invite(thread)
    assert client_for(getattr(talk, who)).get(PATH).status_code == status


def test_who_leads_and_coaches_does_not(talk: TalkWorld, client_for: Browser) -> None:
    both = give_role(make_user("both@example.org"), "leader", talk.place)
    both = give_role(both, "place_coach", talk.place)
    assert client_for(both).get(PATH).status_code == 404


def test_what_stands_in_it(talk: TalkWorld, client_for: Browser) -> None:
    thread = talk.ask()
    talk.say(talk.coach, talk.ask_generally(), body="Ring Trafikverket.", note=NOTE)
    log(talk, talk.coach, "Coachsamtal i november", outcome="Vi kom fram till tre saker.", participants="7")
    page = read(client_for(talk.region))
    for words in (
        "Överlämning, Dals Rostock",
        "Förankring",
        "Halvtidsavstämning",
        f'<a class="a cover" href="/conversations/{thread.id}/">',
        "Det är coachernas tur, senast ",
        "Vägen",
        "Coachsamtal i november",
        "<dt>Deltagare</dt>",  # and not what the team was asked: "Hur många var ni?"
        NOTE,
        "mailto:leader@example.org",
        "mailto:officer@example.org",
    ):
        assert words in page, words
    assert "<form" not in page


def test_without_anything(talk: TalkWorld, client_for: Browser) -> None:
    page = read(client_for(talk.coach))
    for words in ("Inga just nu.", "Inget är beslutat än.", "Ingenting de senaste 90 dagarna."):
        assert words in page, words


def test_never_the_teams_own(talk: TalkWorld, client_for: Browser) -> None:
    """What is not shared, what is for the team alone, and what the team wrote in a coach's row."""
    make_answer(talk.workplace, "mapping.homes.more_residents", SECRET, talk.leader)
    make_row(talk.workplace, "ideas", {"idea": SECRET}, talk.leader)
    log(talk, talk.leader, SECRET)
    touched = log(talk, talk.coach, "Coachens rad")
    row_service.edit_row(
        talk.leader,
        workplace=talk.workplace,
        row=touched,
        values={**LOG, "what": SECRET},
        base_version=1,
    )
    row_service.edit_row(
        talk.coach,
        workplace=talk.workplace,
        row=touched,
        values={**LOG, "what": f"{SECRET} igen"},
        base_version=2,
    )
    for user in (talk.coach, talk.other_coach, talk.region):
        assert SECRET not in read(client_for(user))
    share(talk.workplace, "log", talk.leader)
    page = read(client_for(talk.other_coach))
    assert page.count(SECRET) == 1  # the coach's row; the team's own rows stand in the log itself


def test_a_former_leader_s_rows_are_the_teams(talk: TalkWorld, client_for: Browser) -> None:
    """Who led the place and coaches it now wrote for the team then."""
    former = give_role(make_user("former@example.org"), "leader", talk.place)
    log(talk, former, SECRET)
    former.assignments[0].ended_at = now()
    db.session.flush()
    give_role(former, "place_coach", talk.place)
    assert SECRET not in read(client_for(talk.coach))


def test_a_former_coach_s_rows_and_notes_stay(talk: TalkWorld, client_for: Browser) -> None:
    talk.say(talk.coach, talk.ask(), body="Ja.", note=NOTE)
    log(talk, talk.coach, "Rad av den förra coachen")
    talk.coach.assignments[0].ended_at = now()
    db.session.commit()
    page = read(client_for(talk.other_coach))
    assert "Rad av den förra coachen" in page
    assert NOTE in page


def test_not_older_than_ninety_days(talk: TalkWorld, client_for: Browser) -> None:
    log(talk, talk.coach, "Gammal rad").created_at = now() - timedelta(days=91)
    log(talk, talk.coach, "Nyss skriven rad").created_at = now() - timedelta(days=89)
    page = read(client_for(talk.coach))
    assert ("Gammal rad" in page, "Nyss skriven rad" in page) == (False, True)


def test_who_covers_reads_the_notes_of_that_conversation(talk: TalkWorld, client_for: Browser) -> None:
    covered, other = talk.ask(), talk.ask_generally()
    talk.say(talk.coach, covered, body="Ja.", note=NOTE)
    talk.say(talk.coach, other, body="Nja.", note="En annan anteckning.")
    talk.take_over(covered)
    browser = client_for(talk.cover)
    page = read(browser)
    assert NOTE in page
    assert "En annan anteckning." not in page
    assert 'href="/places/' not in page
    db.session.scalars(db.select(Cover)).one().ended_at = now()
    db.session.commit()
    assert browser.get(PATH).status_code == 404


def test_who_covers_a_submission_reads_it_while_it_waits(app: Flask, client_for: Browser) -> None:
    world = make_world()
    submission = world.submit()
    db.session.add(Cover(submission_id=submission.id, user_id=world.outsider.id, since=now()))
    db.session.flush()
    browser = client_for(world.outsider)
    assert PATH in browser.get(f"/reviews/{submission.id}/").text
    assert browser.get(PATH).status_code == 200
    world.begin(submission)
    world.decide(submission)
    db.session.commit()
    assert browser.get(PATH).status_code == 404
    page = read(client_for(world.coach))
    assert "Gå vidare" in page
    assert f'href="/reviews/{submission.id}/"' in page


def test_the_points_of_a_verdict_stand_in_it(app: Flask, client_for: Browser) -> None:
    world = make_world()
    world.stand_in("complete_first")
    assert "Skriv en rad till." in read(client_for(world.coach))


def test_linked_for_coaches_alone(talk: TalkWorld, client_for: Browser) -> None:
    home = "/places/dals-rostock/"
    linked = {
        who: f'href="{PATH}"' in client_for(getattr(talk, who)).get(home).text
        for who in ("leader", "coach", "region")
    }
    assert linked == {"leader": False, "coach": True, "region": True}
    coach = db.session.scalars(select(Assignment).where(Assignment.user_id == talk.coach.id)).one()
    page = client_for(talk.region).get(f"/region/places/dals-rostock/coaches/{coach.id}/replacement").text
    assert f'href="{PATH}"' in page


def test_queries(talk: TalkWorld, client_for: Browser) -> None:
    """As many for a place where much is open as for one where little is."""
    costs = []
    for _ in range(2):
        for _ in range(12):
            talk.say(fresh(talk.coach), talk.ask_generally(fresh(talk.leader)), body="Ja.", note=NOTE)
            log(talk, talk.coach, "En rad")
        talk.take_over(talk.ask(fresh(talk.leader)))
        db.session.commit()
        for user in (talk.coach, talk.region, talk.cover):
            browser = client_for(user)
            browser.get(PATH)
            with counted() as statements:
                assert browser.get(PATH).status_code == 200
            costs.append(len(statements))
            assert len(statements) <= MOST, "\n".join(s[:110] for s in statements)
    assert costs[:3] == costs[3:]
