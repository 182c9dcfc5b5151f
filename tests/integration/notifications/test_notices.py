"""Who is told of an event, by which channel, how soon, and in which language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.errors import Message
from portal.extensions import db
from portal.models import Event, Mail, Notice, NoticeChoice, Place, User
from portal.notifications.notices import tell
from portal.notifications.rules import RULES
from portal.process.fields import Text
from portal.services.events import record
from tests.factories import make_coach, make_leader, make_place
from tests.place_world import counted

WORDS = {
    "place": "Dals Rostock",
    "who": "Coach (service)",
    "checkpoint": Text(sv="Halvtidsavstämning", en="Mid-term review"),
    "title": Text(sv="Börja lämna över", en="Start to hand over"),
    "day": date(2026, 12, 1),
    "said": Message("The municipality says yes."),
    "number": 2,
    "news": Text(sv="Nytt sedan utgåva 1: ett mål.", en="New since edition 1: one goal."),
    "month": 9,
}
NEVER = frozenset({"…", "%", "None"})


def happened(kind: str, actor: User | None, place: Place) -> Event:
    return record(actor, kind, place=place)


def told(channel: str) -> list[tuple[int, str, str]]:
    found = db.session.scalars(select(Notice).where(Notice.channel == channel).order_by(Notice.id))
    return [(n.user_id, n.kind, n.frequency) for n in found]


def choose(user: User, group: str, frequency: str) -> None:
    db.session.add(NoticeChoice(user_id=user.id, group_key=group, frequency=frequency))
    db.session.flush()


@pytest.fixture
def place(app: Flask) -> Place:
    return make_place()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("kind", RULES)
@pytest.mark.one_database
def test_each_kind_in_words(place: Place, kind: str, language: str) -> None:
    """With all that the words ask for; the letter as text and as HTML, in the reader's language."""
    coach, leader = make_coach(place), make_leader(place)
    leader.language = language
    choose(leader, RULES[kind].group_key, "now")
    tell(happened(kind, coach, place), to=[leader], path="/places/dals-rostock/", **WORDS)
    (mail,) = db.session.scalars(select(Mail))
    assert [sign for sign in NEVER if sign in mail.subject + mail.body_text] == []
    assert mail.body_text.startswith({"sv": "Hej!", "en": "Hello!"}[language])
    assert f'<html lang="{language}">' in mail.body_html
    assert mail.body_text.count("http://localhost/places/dals-rostock/") == 1
    assert mail.body_html.count('"http://localhost/places/dals-rostock/"') == 1
    assert mail.body_html.count(f"http://localhost{mail.unsubscribe_path}") == 1


def test_one_notice_for_each_person_and_channel(place: Place) -> None:
    """Never who did it, nobody twice, no closed account; again changes nothing."""
    coach, leader = make_coach(place), make_leader(place)
    closed = make_leader(place, "closed@example.org")
    closed.active = False
    event = happened("checkpoint_decided", coach, place)
    for _ in range(2):
        tell(event, to=[leader, coach, closed, leader], path="/x", **WORDS)
    assert told("portal") == [(leader.id, "checkpoint_decided", "now")]
    assert told("mail") == [(leader.id, "checkpoint_decided", "now")]
    assert [mail.to_address for mail in db.session.scalars(select(Mail))] == [leader.email]


def test_who_is_named_is_told_of_that_alone(place: Place) -> None:
    coach, leader, other = make_coach(place), make_leader(place), make_leader(place, "other@example.org")
    event = happened("post_written", coach, place)
    tell(event, to=[leader], path="/x", kind="mentioned", **WORDS)
    tell(event, to=[leader, other], path="/x", **WORDS)
    assert told("portal") == [(leader.id, "mentioned", "now"), (other.id, "post_written", "now")]
    assert told("mail") == [(leader.id, "mentioned", "now"), (other.id, "post_written", "daily")]


@time_machine.travel(datetime(2026, 11, 26, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("chosen", "mail"),
    [
        ("", ("daily", datetime(2026, 11, 26, 16, tzinfo=UTC), 0)),
        ("now", ("now", None, 1)),
        ("daily", ("daily", datetime(2026, 11, 26, 16, tzinfo=UTC), 0)),
        ("weekly", ("weekly", datetime(2026, 11, 30, 6, tzinfo=UTC), 0)),
        ("none", None),
    ],
)
def test_mail_as_the_person_has_chosen(
    place: Place, chosen: str, mail: tuple[str, datetime | None, int] | None
) -> None:
    coach, leader = make_coach(place), make_leader(place)
    if chosen:
        choose(leader, "replies", chosen)
    choose(coach, "replies", "weekly")  # somebody else's choice
    tell(happened("reply_given", coach, place), to=[leader], path="/x", **WORDS)
    assert told("portal") == [(leader.id, "reply_given", "now")]
    found = db.session.scalars(select(Notice).where(Notice.channel == "mail")).all()
    letters = len(db.session.scalars(select(Mail)).all())
    assert [(n.frequency, n.due_at, letters) for n in found] == ([mail] if mail else [])
    assert [n.mail_id is not None for n in found] == ([mail[0] == "now"] if mail else [])


@pytest.mark.one_database
def test_telling_many_costs_as_much_as_telling_one(place: Place) -> None:
    coach = make_coach(place)
    team = [make_leader(place, f"leader{n}@example.org") for n in range(12)]
    costs = []
    for to in (team[:1], team):
        event = happened("checkpoint_decided", coach, place)
        with counted() as statements:
            tell(event, to=to, path="/x", **WORDS)
        costs.append(len(statements))
    assert costs == [3, 3]


def test_no_change_no_notice(place: Place) -> None:
    coach, leader = make_coach(place), make_leader(place)
    db.session.commit()
    tell(happened("checkpoint_decided", coach, place), to=[leader], path="/x", **WORDS)
    db.session.rollback()
    assert (told("portal"), told("mail"), db.session.scalars(select(Mail)).all()) == ([], [], [])


def test_texts_are_escaped_in_html_and_plain_in_text(place: Place) -> None:
    coach, leader = make_coach(place), make_leader(place)
    tell(happened("mentioned", coach, place), to=[leader], path="/x", **{**WORDS, "who": "A <b> & Co"})
    (mail,) = db.session.scalars(select(Mail))
    assert "A <b> & Co" in mail.body_text
    assert "A &lt;b&gt; &amp; Co" in mail.body_html
    assert "<b>" not in mail.body_html
