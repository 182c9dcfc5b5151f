"""Which letters a person gets: chosen on their own page, or turned off by one click in a letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from portal.extensions import db
from portal.models import Event, NoticeChoice, User
from portal.notifications.unsubscribing import path_for
from tests.client import PortalClient
from tests.factories import (
    make_coach,
    make_leader,
    make_municipality,
    make_officer,
    make_place,
    make_region,
    make_user,
)
from tests.pages import send

Browsers = Callable[[User], PortalClient]
PATH = "/account/notices"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def chosen(user: User) -> dict[str, str]:
    db.session.expire_all()
    query = select(NoticeChoice.group_key, NoticeChoice.frequency).where(NoticeChoice.user_id == user.id)
    return dict(db.session.execute(query).all())


def groups_on(page: str) -> list[str]:
    return re.findall(r'<fieldset[^>]*id="about-(\w+)"', page)


@pytest.mark.parametrize(
    ("role", "groups"),
    [
        ("leader", ["decisions", "mentions", "replies", "municipality", "reminders"]),
        (
            "coach",
            ["decisions", "duty", "mentions", "questions", "replies", "points", "municipality", "followed"],
        ),
        ("officer", ["mentions", "replies", "municipality", "followed"]),
        ("region", ["decisions", "duty", "mentions", "questions", "replies", "points", "followed"]),
        ("nobody", []),
    ],
)
def test_each_role_chooses_about_what_it_can_hear_of(
    app: Flask, client_for: Browsers, role: str, groups: list[str]
) -> None:
    place, municipality = make_place(), make_municipality()
    user = {
        "leader": lambda: make_leader(place),
        "coach": lambda: make_coach(place),
        "officer": lambda: make_officer(municipality),
        "region": make_region,
        "nobody": make_user,
    }[role]()
    page = client_for(user).get(PATH).get_data(as_text=True)
    assert groups_on(page) == groups


def test_choosing_and_choosing_again(app: Flask, client_for: Browsers) -> None:
    """Only what differs from what holds is written; the page shows it."""
    leader = make_leader(make_place())
    browser = client_for(leader)
    assert send(browser, PATH, PATH, replies="weekly", mentions="none").status_code == 303
    assert chosen(leader) == {"replies": "weekly", "mentions": "none"}
    assert send(browser, PATH, PATH, replies="now").status_code == 303
    assert chosen(leader) == {"replies": "now", "mentions": "none"}
    assert send(browser, PATH, PATH).status_code == 303
    page = browser.get(PATH).get_data(as_text=True)
    on = re.findall(r'<input checked[^>]*name="about-(\w+)"[^>]*value="(\w+)"', page)
    assert dict(on) == {
        "decisions": "now",
        "mentions": "none",
        "replies": "now",
        "municipality": "now",
        "reminders": "now",
    }
    chosen_before = (
        select(Event.actor_id, Event.data).where(Event.kind == "notices_chosen").order_by(Event.id)
    )
    events = db.session.execute(chosen_before)
    assert list(events) == [
        (leader.id, {"replies": "weekly", "mentions": "none"}),
        (leader.id, {"replies": "now"}),
    ]


def test_what_cannot_be_chosen_is_refused(app: Flask, client_for: Browsers) -> None:
    leader = make_leader(make_place())
    answer = client_for(leader).post(PATH, data={"about-replies": "hourly", "about-mentions": "none"})
    page = answer.get_data(as_text=True)
    assert (answer.status_code, chosen(leader)) == (422, {})
    assert "Svar i samtal: " in page
    assert 'class="ds-error-summary"' in page
    # Of a group that the person cannot hear of: not theirs to choose, and so not read.
    client_for(leader).post(PATH, data={"about-questions": "none"})
    assert chosen(leader) == {}


def test_one_click_turns_a_group_off(app: Flask, client: PortalClient) -> None:
    """As a mail program sends it: without page, token of ours or sign-in, and perhaps twice."""
    coach = make_coach(make_place())
    path = path_for(coach.id, "replies")
    page = client.get(path).get_data(as_text=True)
    assert ("Svar i samtal" in page, chosen(coach)) == (True, {})
    for _ in range(2):
        answer = client.post(path, data=ONE_CLICK)
        assert (answer.status_code, chosen(coach)) == (200, {"replies": "none"})
    assert "/account/notices" in answer.get_data(as_text=True)
    events = db.session.execute(select(Event.actor_id, Event.data).where(Event.kind == "notices_turned_off"))
    assert list(events) == [(coach.id, {"replies": "none"})]


def test_one_click_turns_a_digest_off(app: Flask, client: PortalClient) -> None:
    """Whatever comes in it now, as it is meant to be or as the person has chosen; the rest stays."""
    coach = make_coach(make_place())
    db.session.add(NoticeChoice(user_id=coach.id, group_key="questions", frequency="weekly"))
    db.session.add(NoticeChoice(user_id=coach.id, group_key="duty", frequency="daily"))
    client.post(path_for(coach.id, "daily"), data=ONE_CLICK)
    assert chosen(coach) == {"questions": "weekly", "duty": "none", "replies": "none"}
    client.post(path_for(coach.id, "weekly"), data=ONE_CLICK)
    assert chosen(coach) == {"questions": "none", "duty": "none", "replies": "none", "points": "none"}


@pytest.mark.one_database
def test_it_needs_no_token_of_ours(app: Flask, make_app: Callable[..., Flask]) -> None:
    leader = make_leader(make_place())
    path = path_for(leader.id, "mentions")
    db.session.commit()
    strict = make_app(app.config["SQLALCHEMY_DATABASE_URI"], WTF_CSRF_ENABLED=True)
    browser = strict.test_client()
    assert browser.post(path, data=ONE_CLICK).status_code == 200
    assert browser.post(PATH, data={"about-mentions": "now"}).status_code == 400
    with strict.app_context():
        db.engine.dispose()
    assert chosen(leader) == {"mentions": "none"}


@pytest.mark.parametrize("change", ["cut", "other secret", "closed", "gone", "unknown group"])
def test_an_address_that_is_no_good(
    app: Flask, client: PortalClient, make_app: Callable[..., Flask], change: str
) -> None:
    leader = make_leader(make_place())
    path = path_for(leader.id, "replies")
    if change == "cut":
        path = path[:-1]
    elif change == "other secret":
        other = make_app(app.config["SQLALCHEMY_DATABASE_URI"], SECRET_KEY="another-" * 6)
        with other.app_context():
            path = path_for(leader.id, "replies")
    elif change == "closed":
        leader.active = False
    elif change == "gone":
        path = path_for(leader.id + 1, "replies")
    else:
        path = path_for(leader.id, "weather")
    answers: list[Any] = [client.get(path), client.post(path, data=ONE_CLICK)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert "Den här länken går inte att använda." in answers[0].get_data(as_text=True)
    assert chosen(leader) == {}


@pytest.mark.parametrize("token", ["x", "å", "%00", "x" * 5000, "WzEsICJyZXBsaWVzIl0.x", "' or 1=1 --"])
@pytest.mark.one_database
def test_an_invented_address(app: Flask, client: PortalClient, token: str) -> None:
    assert client.get(f"/unsubscribe/{token}").status_code == 404
    assert client.post(f"/unsubscribe/{token}").status_code == 404
