"""The little that the menu of every page asks for; kept to one query a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy import bindparam, select

from portal.extensions import db
from portal.models import Assignment, Place, User
from portal.policy import is_coach
from portal.queries.waiting import count_own, who_asks


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """Enough of a place for a link to it."""

    id: int
    slug: str
    name: str


def list_place_links(user: User) -> list[PlaceLink]:
    """The places whose team the person belongs to, in Swedish order (at most 20); asked once per request."""
    if "place_links" not in g:
        g.place_links = [PlaceLink(*row) for row in db.session.execute(_LED, {"user": user.id})]
    links: list[PlaceLink] = g.place_links
    return links


def count_waiting(user: User) -> int:
    """How many submissions and questions somebody waits for that are the person's own: what the inbox puts first."""
    if not is_coach(user):
        return 0
    if "waiting" not in g:
        note_waiting(db.session.scalar(_OWN, who_asks(user)) or 0)
    count: int = g.waiting
    return count


def note_waiting(count: int) -> None:
    """A page that has counted them anyway says so: the menu need not ask again."""
    g.waiting = count


_LED = (
    select(Place.id, Place.slug, Place.name)
    .join(Assignment, Assignment.place_id == Place.id)
    .where(
        Assignment.user_id == bindparam("user"), Assignment.role == "leader", Assignment.ended_at.is_(None)
    )
    .order_by(Place.sort_key)
    .limit(20)
)
_OWN = count_own()
