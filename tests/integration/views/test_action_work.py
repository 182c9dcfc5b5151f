"""What a team writes beside an action: notes, links, follow-ups, who keeps an eye on it. Who reads what of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import now, today
from portal.extensions import db
from portal.models import ActionFollowUp, ActionKeeper, ActionLink, ActionNote, User
from portal.services import editions
from portal.services.disposal import forget_removed_words
from tests.client import PortalClient
from tests.factories import share
from tests.passing import plain
from tests.plan_world import PlanWorld
from tests.work_world import make_work_world, share_actions

ClientFor = Callable[[User], PortalClient]
Stage = tuple[PlanWorld, dict[str, int], PortalClient, str]


@pytest.fixture
def stage(app: Flask, client_for: ClientFor) -> Stage:
    """The world, its rows, the leader's browser and the page of an action."""
    world, ids = make_work_world()
    return world, ids, client_for(world.leader), f"/places/dals-rostock/actions/{ids['plots']}/"


def note(stage: Stage, body: str, reach: str = "coach") -> int:
    """Its id."""
    _world, _ids, browser, path = stage
    assert browser.post(f"{path}notes", data={"body": body, "reach": reach}).status_code == 303
    return db.session.scalars(select(ActionNote.id).order_by(ActionNote.id.desc())).first() or 0


def follow_up(stage: Stage, days: int = 0, what: str = "Har markägaren svarat?") -> int:
    """Its id."""
    _world, _ids, browser, path = stage
    sent = {"due_on": (today() + timedelta(days=days)).isoformat(), "what": what}
    assert browser.post(f"{path}follow-ups", data=sent).status_code == 303
    return db.session.scalars(select(ActionFollowUp.id).order_by(ActionFollowUp.id.desc())).first() or 0


def test_notes_reach_as_far_as_they_say(stage: Stage, client_for: ClientFor) -> None:
    world, _ids, browser, path = stage
    bodies = {"team": "LAGETS EGET", "coach": "COACHENS OCKSÅ", "plan": "ALLAS SNART"}
    for reach, body in bodies.items():
        note(stage, body, reach)
    share_actions(world)
    read = {
        who: [reach for reach, body in bodies.items() if body in client.get(path).text]
        for who, client in {
            "leader": browser,
            "coach": client_for(world.coach),
            "region": client_for(world.region),
        }.items()
    }
    assert read == {
        "leader": ["team", "coach", "plan"],
        "coach": ["coach", "plan"],
        "region": ["coach", "plan"],
    }


def test_a_note_is_removed_and_brought_back(stage: Stage, client_for: ClientFor) -> None:
    world, _ids, browser, path = stage
    number = note(stage, "LAGETS EGET", "team")
    onward = browser.post(f"{path}notes/{number}/deletion").location
    page = browser.get(onward).text
    assert ("LAGETS EGET" in page, f"notes/{number}/restoration" in page) == (False, True)
    browser.post(f"{path}notes/{number}/restoration")
    assert "LAGETS EGET" in browser.get(path).text
    # A coach may not even know that there is such a note.
    share_actions(world)
    coach = client_for(world.coach)
    assert [coach.post(f"{path}notes/{n}/deletion").status_code for n in (number, 999)] == [404, 404]


def test_the_page_says_that_the_plan_still_has_a_removed_note(stage: Stage) -> None:
    world, _ids, browser, path = stage
    kept, narrow = note(stage, "I PLANEN", "plan"), note(stage, "INTE I PLANEN", "coach")
    editions.share(world.leader, workplace=world.workplace)
    db.session.commit()
    late = note(stage, "EFTER PLANEN", "plan")
    page = plain(browser.get(path).text)
    assert [page.count(words) for words in ("Står i planens utgåva 1", "Också i planens nästa utgåva")] == [
        1,
        1,
    ]
    said = []
    for number in (kept, narrow, late):
        onward = browser.post(f"{path}notes/{number}/deletion").location
        said.append("Den står kvar i utgåva 1 av planen" in plain(browser.get(onward).text))
    assert said == [True, False, False]


@pytest.mark.parametrize(("days", "left"), [(29, True), (31, False)])
def test_what_was_removed_is_emptied_after_a_month(stage: Stage, days: int, left: bool) -> None:
    _world, _ids, browser, path = stage
    note_id, other = note(stage, "BORTTAGEN"), note(stage, "KVAR")
    follow_up_id = follow_up(stage, what="BORTTAGEN")
    for table, number in ((ActionNote, note_id), (ActionFollowUp, follow_up_id)):
        db.session.get_one(table, number).removed_at = now() - timedelta(days=days)
    db.session.commit()
    assert forget_removed_words() == (0 if left else 2)
    db.session.commit()
    db.session.expire_all()
    assert bool(db.session.get_one(ActionFollowUp, follow_up_id).what) is left
    assert [bool(db.session.get_one(ActionNote, each).body) for each in (note_id, other)] == [left, True]
    undo = browser.post(f"{path}notes/{note_id}/restoration")
    assert undo.status_code == (303 if left else 404)


@pytest.mark.parametrize(
    ("route", "sent", "words"),
    [
        ("notes", {"body": " ", "reach": "team"}, "Write what has happened."),
        ("notes", {"body": "x" * 2001, "reach": "team"}, "At most 2000 characters"),
        ("notes", {"body": "BEHÅLLS", "reach": "everyone"}, "Choose who may read the note."),
        ("follow-ups", {"due_on": "soon", "what": "BEHÅLLS"}, "Choose a day"),
        ("follow-ups", {"due_on": "2020-01-01", "what": "BEHÅLLS"}, "Choose today or a later day."),
        ("follow-ups", {"due_on": "9999-01-01", "what": "BEHÅLLS"}, "Look at the year"),
        ("follow-ups", {"due_on": "2090-01-01", "what": "x" * 301}, "At most 300 characters"),
        ("links", {"answers": ""}, "Choose one in the list."),
        ("links", {"answers": "{trail}"}, "Choose one in the list."),
        ("links", {"answers": "{homes}"}, "Choose one in the list."),
        ("keeper", {"keeper": "x"}, "Choose somebody of the team."),
        ("keeper", {"keeper": "{coach}"}, "Choose somebody of the team."),
    ],
)
def test_what_is_refused_says_why_and_keeps_the_text(
    stage: Stage, route: str, sent: dict[str, str], words: str
) -> None:
    world, ids, browser, path = stage
    known = {**ids, "coach": world.coach.id}
    answer = browser.post(
        f"{path}{route}?lang=en", data={name: text.format(**known) for name, text in sent.items()}
    )
    assert (answer.status_code, words in plain(answer.text)) == (422, True)
    assert ("BEHÅLLS" in sent.values()) == ("BEHÅLLS" in answer.text)
    for table in (ActionNote, ActionFollowUp, ActionLink, ActionKeeper):
        assert db.session.scalars(select(table)).all() == []


def test_links_lead_to_what_the_reader_may_read(stage: Stage, client_for: ClientFor) -> None:
    world, ids, browser, path = stage
    titles = {"need": "Tomter att bygga på", "obstacle": "Detaljplanen är från 1974", "idea": "Visa gården"}
    for name in (*titles, "need"):
        browser.post(f"{path}links", data={"answers": str(ids[name])})
    assert len(db.session.scalars(select(ActionLink.id)).all()) == len(titles)

    def seen(client: PortalClient) -> list[str]:
        page = client.get(path).text
        return [name for name, title in titles.items() if title in page]

    share_actions(world)
    coach = client_for(world.coach)
    assert (seen(browser), seen(coach)) == (["need", "obstacle", "idea"], [])
    share(world.workplace, "analysis", world.leader)
    assert seen(coach) == ["need", "obstacle"]
    browser.post(f"{path}links/{ids['need']}/end")
    browser.post(f"{path}links/{ids['need']}/end")
    assert seen(coach) == ["obstacle"]


def test_a_follow_up_is_done_once(stage: Stage) -> None:
    world, _ids, browser, path = stage
    number = follow_up(stage)
    assert follow_up(stage) == number
    done = f"{path}follow-ups/{number}/completion"
    assert browser.post(done, data={"outcome": "x" * 1001}).status_code == 422
    assert [browser.post(done, data={"outcome": said}).status_code for said in ("Ja", "Ja", "Nej")] == [
        303,
        303,
        409,
    ]
    found = db.session.get(ActionFollowUp, number, populate_existing=True)
    assert found is not None
    assert (found.outcome, found.done_by) == ("Ja", world.leader.id)


def test_a_late_follow_up_is_marked(stage: Stage) -> None:
    _world, _ids, browser, path = stage
    found = db.session.get(ActionFollowUp, follow_up(stage))
    assert found is not None
    assert "Late" not in plain(browser.get(f"{path}?lang=en").text)
    found.due_on = today() - timedelta(days=1)
    db.session.commit()
    assert plain(browser.get(f"{path}?lang=en").text).count("Late") == 2
    browser.post(f"{path}follow-ups/{found.id}/deletion")
    assert "Late" not in plain(browser.get(f"{path}?lang=en").text)
    browser.post(f"{path}follow-ups/{found.id}/restoration")
    browser.post(f"{path}status", data={"status": "dropped", "version": "1"})
    assert plain(browser.get(f"{path}?lang=en").text).count("Late") == 1


def test_one_person_keeps_an_eye_on_it_while_in_the_team(stage: Stage, client_for: ClientFor) -> None:
    world, _ids, browser, path = stage
    browser.post(f"{path}keeper", data={"keeper": str(world.leader.id)})
    kept = db.session.scalars(select(ActionKeeper)).one()
    assert (kept.user_id, kept.chosen_by) == (world.leader.id, world.leader.id)
    share_actions(world)
    coach = client_for(world.coach)
    assert "Who keeps an eye on it?" in plain(coach.get(f"{path}?lang=en").text)
    for each in world.leader.assignments:
        each.ended_at = each.since
    db.session.commit()
    assert "Who keeps an eye on it?" not in plain(coach.get(f"{path}?lang=en").text)


def test_nobody_keeps_an_eye_on_it(stage: Stage) -> None:
    world, _ids, browser, path = stage
    for keeper in (str(world.leader.id), "", ""):
        assert browser.post(f"{path}keeper", data={"keeper": keeper}).status_code == 303
    assert db.session.scalars(select(ActionKeeper)).all() == []
