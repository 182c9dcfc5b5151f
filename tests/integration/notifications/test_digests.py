"""What a digest holds, when it comes, to whom, and when there is none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.extensions import db, writing
from portal.models import Assignment, Mail, Municipality, Notice, NoticeChoice, Place, User
from portal.notifications.digests import LISTED, compose_next
from portal.notifications.notices import tell
from portal.notifications.unsubscribing import Unsubscribing, read
from portal.services import notices
from portal.services.events import record
from tests.factories import give_role, make_coach, make_leader, make_place, make_user
from tests.place_world import counted

NOON = datetime(2026, 11, 26, 11, tzinfo=UTC)  # a Thursday, twelve o'clock in Sweden
EVENING = datetime(2026, 11, 26, 16, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def as_a_worker(app: Flask) -> Iterator[None]:
    token = writing.set(True)
    yield
    writing.reset(token)


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


def happened(kind: str, place: Place, to: User, path: str, at: datetime = NOON) -> None:
    with time_machine.travel(at, tick=False):
        event = record(None, kind, place=place)
        tell(event, to=[to], path=path, place=place.name, who="Coach (service)")
    db.session.commit()


def compose(at: datetime) -> list[Mail]:
    """The digests that are put together at this moment."""
    before = set(db.session.scalars(select(Mail.id)))
    with time_machine.travel(at, tick=False):
        while compose_next():
            pass
    return [mail for mail in db.session.scalars(select(Mail).order_by(Mail.id)) if mail.id not in before]


def test_one_letter_by_place_in_the_readers_language(place: Place) -> None:
    other = make_place("fargelanda", "Färgelanda")
    swede, briton = make_leader(place), make_leader(place, "leader2@example.org")
    briton.language = "en"
    for reader in (swede, briton):
        give_role(reader, "leader", place=other)
    for reader in (swede, briton):
        happened("reply_given", place, reader, "/places/dals-rostock/one/", NOON)
        happened("post_written", other, reader, "/places/fargelanda/two/?post=2", NOON + timedelta(minutes=1))
        happened("post_written", place, reader, "/places/dals-rostock/three/", NOON + timedelta(minutes=2))
    assert compose(EVENING - timedelta(seconds=1)) == []
    swedish, english = compose(EVENING)
    assert (swedish.to_address, swedish.subject) == (swede.email, "Nytt om 2 platser")
    assert (english.to_address, english.subject) == (briton.email, "News about 2 places")
    lines = [line for line in swedish.body_text.splitlines() if line]
    assert lines[2:10] == [
        "Dals Rostock",
        "- Coach (service) har svarat",
        "  http://localhost/places/dals-rostock/one/",
        "- Coach (service) har skrivit i ett samtal",
        "  http://localhost/places/dals-rostock/three/",
        "Färgelanda",
        "- Coach (service) har skrivit i ett samtal",
        "  http://localhost/places/fargelanda/two/?post=2",
    ]
    assert "Coach (service) has replied" in english.body_html
    assert english.body_html.count("<h2>") == 2
    assert compose(EVENING + timedelta(hours=1)) == []


def test_each_frequency_in_its_own_time(place: Place) -> None:
    coach = make_coach(place)
    happened("question_asked", place, coach, "/daily/")
    happened("point_marked", place, coach, "/weekly/")
    (daily,) = compose(EVENING)
    (weekly,) = compose(MONDAY)
    assert (daily.kind, "/daily/" in daily.body_text, "/weekly/" in daily.body_text) == (
        "digest_daily",
        True,
        False,
    )
    assert (weekly.kind, "/weekly/" in weekly.body_text, "/daily/" in weekly.body_text) == (
        "digest_weekly",
        True,
        False,
    )


def test_after_two_weeks_of_standstill_one_letter_with_all(place: Place) -> None:
    leader = make_leader(place)
    for day in range(14):
        happened("reply_given", place, leader, f"/day/{day}/", NOON + timedelta(days=day))
    (mail,) = compose(NOON + timedelta(days=14))
    assert [f"/day/{day}/" in mail.body_text for day in range(14)] == [True] * 14


def test_what_has_been_read_is_left_out(place: Place) -> None:
    leader = make_leader(place)
    happened("reply_given", place, leader, "/read/")
    happened("reply_given", place, leader, "/unread/")
    notices.read_at(leader, path="/read/", at=NOON)
    db.session.commit()
    (mail,) = compose(EVENING)
    assert ("/unread/" in mail.body_text, "/read/" in mail.body_text) == (True, False)
    happened("reply_given", place, leader, "/read/", EVENING)
    notices.read_all(leader, at=EVENING)
    db.session.commit()
    assert compose(EVENING + timedelta(days=1)) == []
    assert db.session.scalars(select(Notice).where(Notice.due_at.is_not(None))).all() == []


@pytest.mark.parametrize("why", ["closed", "none", "forgotten kind"])
def test_nothing_to_whom_wants_none_meanwhile(place: Place, why: str) -> None:
    leader, other = make_leader(place), make_leader(place, "other@example.org")
    for reader in (leader, other):
        happened("reply_given", place, reader, "/x/")
    if why == "closed":
        leader.active = False
    elif why == "none":
        db.session.add(NoticeChoice(user_id=leader.id, group_key="replies", frequency="none"))
    else:
        own = db.session.scalars(select(Notice).where(Notice.user_id == leader.id)).all()
        for notice in own:
            notice.kind = "no_longer_known"
    db.session.commit()
    assert [mail.to_address for mail in compose(EVENING)] == [other.email]
    assert db.session.scalars(select(Notice).where(Notice.due_at.is_not(None))).all() == []


@pytest.mark.parametrize("role", ["leader", "officer", "place_coach"])
def test_nothing_to_who_has_lost_the_role_meanwhile(place: Place, role: str) -> None:
    """Of a place that they have left they hear nothing, whatever else they do."""
    reader = make_user("reader@example.org")
    municipality = db.session.get_one(Municipality, place.municipality_id)
    give_role(reader, role, **({"municipality": municipality} if role == "officer" else {"place": place}))
    for each in db.session.scalars(select(Assignment).where(Assignment.user_id == reader.id)):
        each.ended_at = NOON
    happened("reply_given", place, reader, "/gone/")
    assert compose(EVENING) == []
    elsewhere = make_place("amal", "Åmål")
    give_role(reader, "leader", place=elsewhere)
    happened("reply_given", place, reader, "/gone/", EVENING)
    happened("reply_given", elsewhere, reader, "/here/", EVENING)
    (mail,) = compose(EVENING + timedelta(days=1))
    assert ("/gone/" in mail.body_text, "/here/" in mail.body_text) == (False, True)


@pytest.mark.one_database
def test_a_heap_is_listed_in_part_and_counted(place: Place) -> None:
    """The newest; and it costs no more than a few."""
    costs = []
    for number in (2, LISTED + 30):
        leader = make_leader(place, f"leader{number}@example.org")
        for n in range(number):
            happened("reply_given", place, leader, f"/reply/{n}/", NOON + timedelta(seconds=n))
        with counted() as statements:
            (mail,) = compose(EVENING)
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert mail.body_text.count("/reply/") == LISTED
    assert "/reply/79/" in mail.body_text
    assert "/reply/29/" not in mail.body_text
    assert "Det finns 30 till i Platsportalen." in mail.body_text


def test_its_letters_can_be_turned_off(place: Place) -> None:
    """The mail program's button turns the digest off; the links in the letter one group each."""
    leader = make_leader(place)
    happened("reply_given", place, leader, "/x/")
    (mail,) = compose(EVENING)
    assert said(mail.unsubscribe_path) == Unsubscribing(leader.id, "daily")
    links = [part.split('"')[0] for part in mail.body_html.split('href="')[1:]]
    groups = [said(urlsplit(link).path) for link in links if "/unsubscribe/" in link]
    assert groups == [Unsubscribing(leader.id, "replies"), Unsubscribing(leader.id, "daily")]


def said(path: str) -> Unsubscribing | None:
    return read(path.removeprefix("/unsubscribe/"))
