"""What the region does with people: roles given and ended, accounts closed and opened."""

from __future__ import annotations

from sqlalchemy import update

from portal.clock import now
from portal.errors import ConflictError, N_, NotAllowedError
from portal.extensions import db
from portal.models import Assignment, Municipality, Place, User
from portal.policy import can_administer
from portal.services import accounts
from portal.services.events import record


def create_region_account(*, email: str, name: str, password: str) -> User:
    """The region's first account, from the command line. Raises InvalidError, ConflictError."""
    user = accounts.create_user(email=email, name=name, password=password)
    _give(user, user, "region", None, None)
    return user


def give_role(
    actor: User,
    *,
    user: User,
    role: str,
    place: Place | None = None,
    municipality: Municipality | None = None,
) -> Assignment:
    """Give somebody a role. Raises NotAllowedError, and ConflictError when they hold it already."""
    _only_region(actor)
    return _give(actor, user, role, place, municipality)


def _give(
    actor: User, user: User, role: str, place: Place | None, municipality: Municipality | None
) -> Assignment:
    place_id, municipality_id = place.id if place else None, municipality.id if municipality else None
    held = (
        {(a.role, a.place_id, a.municipality_id) for a in user.assignments if a.ended_at is None}
        if user.id
        else set()
    )
    if (role, place_id, municipality_id) in held:
        raise ConflictError(N_("This person has that role already."))
    assignment = Assignment(
        user=user, role=role, place_id=place_id, municipality_id=municipality_id, since=now(), ended_at=None
    )
    db.session.add(assignment)
    db.session.flush()
    record(actor, "role_given", place=place, subject=f"user:{user.id}", data={"role": role})
    return assignment


def end_role(actor: User, *, assignment: Assignment) -> None:
    """End a role; what the person did stays. Raises NotAllowedError, ConflictError for the region's last account."""
    _only_region(actor)
    if assignment.ended_at is not None:
        return
    if assignment.role == "region" and assignment.user_id == actor.id:
        raise ConflictError(N_("You cannot take the region's role from yourself. Ask a colleague."))
    assignment.ended_at = now()
    db.session.flush()
    record(actor, "role_ended", subject=f"user:{assignment.user_id}", data={"role": assignment.role})


def deactivate(actor: User, *, user: User) -> None:
    """Close an account: its sessions end and it can no longer sign in; what the person wrote stays."""
    _only_region(actor)
    if user.id == actor.id:
        raise ConflictError(N_("You cannot close your own account. Ask a colleague."))
    db.session.execute(
        update(User).where(User.id == user.id).values(active=False, sign_in_epoch=User.sign_in_epoch + 1)
    )
    db.session.refresh(user)
    record(actor, "account_closed", subject=f"user:{user.id}")


def reactivate(actor: User, *, user: User) -> None:
    """Open a closed account again."""
    _only_region(actor)
    user.active = True
    db.session.flush()
    record(actor, "account_opened", subject=f"user:{user.id}")


def set_sectors(actor: User, *, user: User, sectors: list[str]) -> None:
    """Which sectors a coach knows."""
    _only_region(actor)
    user.sectors = sectors
    db.session.flush()
    record(actor, "sectors_changed", subject=f"user:{user.id}")


def _only_region(actor: User) -> None:
    if not can_administer(actor):
        raise NotAllowedError(N_("Only the region can do this."))
