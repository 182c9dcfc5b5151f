"""The little that the menu of every page asks for; kept to one query a page."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g
from sqlalchemy import bindparam, func, select

from portal.extensions import db
from portal.models import Assignment, Journey, Place, Submission, User


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
    """How many submissions of the person's own places wait for a decision."""
    return db.session.scalar(_WAITING, {"user": user.id}) or 0


_LED = (
    select(Place.id, Place.slug, Place.name)
    .join(Assignment, Assignment.place_id == Place.id)
    .where(
        Assignment.user_id == bindparam("user"), Assignment.role == "leader", Assignment.ended_at.is_(None)
    )
    .order_by(Place.sort_key)
    .limit(20)
)
_COACHED = select(Assignment.place_id).where(
    Assignment.user_id == bindparam("user"),
    Assignment.role == "place_coach",
    Assignment.ended_at.is_(None),
)
_WAITING = (
    select(func.count())
    .select_from(Submission)
    .join(Journey, Journey.id == Submission.journey_id)
    .where(Submission.state.in_(("submitted", "under_review")), Journey.place_id.in_(_COACHED))
)
