"""A place whose people talk: the team, two coaches, a guest, a coach of the pool, the municipality and the region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portal.clock import now
from portal.extensions import db
from portal.models import Cover, Place, Post, Row, Thread, ThreadGuest, User
from portal.policy import Conversation, Workplace
from portal.queries.conversations import get_conversation
from portal.services import posts, threads
from portal.services.drafts import Draft
from tests.factories import (
    give_role,
    make_answer,
    make_coach,
    make_leader,
    make_municipality,
    make_officer,
    make_place,
    make_region,
    make_row,
    make_user,
    open_workplace,
    share,
)

QUESTION = "anchoring.place.best"
IDEA = "Bygdegården och skogen"
ROLES = (
    "leader",
    "second",
    "coach",
    "other_coach",
    "guest",
    "cover",
    "pool",
    "officer",
    "region",
    "stranger",
)


@dataclass
class TalkWorld:
    """Dals Rostock: `anchoring` and the organisations are shared, `mapping` is not. `guest` and `cover` are so in the
    threads that `invite` and `take_over` were called for."""

    place: Place
    leader: User
    second: User
    coach: User
    other_coach: User
    guest: User
    cover: User
    pool: User
    officer: User
    region: User
    stranger: User
    organisation: Row

    @property
    def workplace(self) -> Workplace:
        return open_workplace(self.place)

    def conversation(self, thread: Thread) -> Conversation:
        return get_conversation(thread.id)

    def ask(self, who: User | None = None, **draft: Any) -> Thread:
        """About one answer."""
        draft = {"body": "Räcker det här?", **draft}
        return threads.begin_about(
            who or self.leader,
            workplace=self.workplace,
            anchor_key=QUESTION,
            row_id=None,
            draft=Draft(**draft),
        )

    def ask_generally(self, who: User | None = None, title: str = "Vägen", **draft: Any) -> Thread:
        draft = {"body": "Vem ringer vi?", **draft}
        return threads.begin_general(
            who or self.leader, workplace=self.workplace, title=title, draft=Draft(**draft)
        )

    def ask_for_municipality(self, who: User | None = None, **draft: Any) -> Thread:
        draft = {"body": "Vad väntas av oss?", **draft}
        return threads.begin_municipal(who or self.officer, workplace=self.workplace, draft=Draft(**draft))

    def say(self, who: User, thread: Thread, **draft: Any) -> Post:
        return posts.write(who, conversation=self.conversation(thread), draft=Draft(**draft))

    def invite(self, thread: Thread) -> None:
        db.session.add(
            ThreadGuest(
                thread_id=thread.id,
                user_id=self.guest.id,
                sector="culture",
                asked_by=self.coach.id,
                asked_at=now(),
            )
        )
        db.session.flush()

    def take_over(self, thread: Thread) -> None:
        db.session.add(Cover(thread_id=thread.id, user_id=self.cover.id, since=now()))
        db.session.flush()


def make_talk_world() -> TalkWorld:
    """Everything that its tests look for."""
    municipality = make_municipality()
    place = make_place(municipality=municipality)
    leader, second = make_leader(place), make_leader(place, "second@example.org")
    world = TalkWorld(
        place=place,
        leader=leader,
        second=second,
        coach=make_coach(place),
        other_coach=make_coach(place, "coach2@example.org"),
        guest=make_pool_coach("guest@example.org"),
        cover=make_pool_coach("cover@example.org"),
        pool=make_pool_coach("pool@example.org"),
        officer=make_officer(municipality),
        region=make_region(),
        stranger=make_leader(make_place("asensbruk", "Åsensbruk"), "stranger@example.org"),
        organisation=make_row(open_workplace(place), "organisations", {"name": "Byalaget"}, leader),
    )
    workplace = world.workplace
    make_answer(workplace, QUESTION, IDEA, leader)
    for subject in ("anchoring", "organisations"):
        share(workplace, subject, leader)
    db.session.commit()
    return world


def make_pool_coach(email: str) -> User:
    """A coach of the region who has no place."""
    return give_role(make_user(email, "Coach (kultur)"), "coach")
