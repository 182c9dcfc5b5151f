"""One role for one person: the rule that holds however somebody comes by it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.clock import now
from portal.errors import N_, ConflictError
from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User
from portal.services.events import record

HELD = N_("This person has that role already.")
BOTH_SIDES = N_("Nobody can both lead a place and coach it. Choose somebody else.")
OTHER_SIDE = {"leader": "place_coach", "place_coach": "leader"}


def take(
    actor: User,
    *,
    user: User,
    role: str,
    place: Place | None = None,
    municipality: Municipality | None = None,
) -> Assignment:
    """Open the role. Raises ConflictError when the person holds it already or is on the place's other side."""
    place_id, municipality_id = place.id if place else None, municipality.id if municipality else None
    if holds(user, role, place, municipality):
        raise ConflictError(HELD)
    if role in OTHER_SIDE and holds(user, OTHER_SIDE[role], place, None):
        raise ConflictError(BOTH_SIDES)
    try:
        with db.session.begin_nested():
            assignment = Assignment(
                user=db.session.get_one(User, user.id),  # never a proxy such as flask-login's
                role=role,
                place_id=place_id,
                municipality_id=municipality_id,
                since=now(),
                ended_at=None,
            )
            db.session.add(assignment)
    except IntegrityError as error:
        raise ConflictError(HELD) from error
    record(actor, "role_given", place=place, subject=f"user:{user.id}", data={"role": role})
    return assignment


def holds(user: User, role: str, place: Place | None, municipality: Municipality | None) -> bool:
    """Asked of the database, since what was loaded with the person may have been overtaken."""
    query = select(Assignment.role, Assignment.place_id, Assignment.municipality_id).where(
        Assignment.user_id == user.id, Assignment.ended_at.is_(None)
    )
    wanted = (role, place.id if place else None, municipality.id if municipality else None)
    return any(tuple(row) == wanted for row in db.session.execute(query))
