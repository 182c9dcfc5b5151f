"""Who takes part in a conversation: whom one can name in it, and who is told of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from portal.extensions import db
from portal.models import Assignment, User
from portal.policy import COACH, MUNICIPALITY, PLACE, Conversation


@dataclass(frozen=True, slots=True)
class Participant:
    """A person and the side on which they take part. `answers`: on the coaches' side, for the place (no guest)."""

    user: User
    side: str
    answers: bool = False


def list_participants(conversation: Conversation) -> list[Participant]:
    """The team and its coaches, or the municipality's officers and the coaches; who was asked in, and who has taken it
    over, while they are coaches. Without closed accounts; each person once, in Swedish order. One query."""
    place = conversation.workplace.place
    own = and_(Assignment.place_id == place.id, Assignment.role.in_(("leader", "place_coach")))
    officers = and_(Assignment.role == "officer", Assignment.municipality_id == place.municipality_id)
    holds = own if not conversation.is_municipal else or_(own, officers)
    still = aliased(Assignment)
    is_coach = exists().where(
        still.user_id == User.id, still.role.in_(("coach", "place_coach")), still.ended_at.is_(None)
    )
    extra = and_(User.id.in_(sorted(conversation.guests | conversation.covers)), is_coach)
    query = (
        select(User, Assignment.role)
        .outerjoin(Assignment, and_(Assignment.user_id == User.id, Assignment.ended_at.is_(None), holds))
        .where(User.active, or_(Assignment.id.is_not(None), extra))
        .order_by(User.sort_key, User.id)
    )
    roles: dict[int, tuple[User, set[str | None]]] = {}
    for user, role in db.session.execute(query):
        roles.setdefault(user.id, (user, set()))[1].add(role)
    found = (_participant(conversation, user, held) for user, held in roles.values())
    return [each for each in found if each is not None]


def _participant(conversation: Conversation, user: User, roles: set[str | None]) -> Participant | None:
    if "leader" in roles:
        # The team hears of what the municipality and the coaches say only when it is shared.
        return None if conversation.is_municipal else Participant(user, PLACE)
    if "officer" in roles:
        return Participant(user, MUNICIPALITY)
    answers = "place_coach" in roles or user.id in conversation.covers
    return Participant(user, COACH, answers)


def names_of(participants: Iterable[Participant], ids: Collection[int]) -> list[str]:
    """The names of these people, in the order of those who take part; who takes no part any more is left out."""
    return [each.user.name for each in participants if each.user.id in ids]
